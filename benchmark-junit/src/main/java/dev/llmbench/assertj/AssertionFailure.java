package dev.llmbench.assertj;

import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.AssertionInfo;
import org.assertj.core.description.Description;
import org.assertj.core.error.DescriptionFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Creates the errors of failed assertions in AssertJ's style: description first, and the user's code on top of the stack
 * trace.
 */
final class AssertionFailure {
    private static final Set<String> OURS = Set.of(
            LoadResultAssert.class.getName(),
            AbstractFigureAssert.class.getName(),
            DurationFigureAssert.class.getName(),
            FigureAssert.class.getName(),
            RecoveryAssert.class.getName(),
            DriftAssert.class.getName(),
            TpotByDifferenceAssert.class.getName(),
            AssertionFailure.class.getName());

    private static final String ASSERTJ = "org.assertj.core.";

    private AssertionFailure() {}

    static AssertionError of(AssertionInfo info, @Nullable Description description, String message) {
        String overriding = info.overridingErrorMessage();
        AssertionError error = new AssertionError(
                DescriptionFormatter.instance().format(description) + (overriding == null ? message : overriding));
        error.setStackTrace(Arrays.stream(error.getStackTrace())
                .filter(frame -> !OURS.contains(frame.getClassName())
                        && !frame.getClassName().startsWith(ASSERTJ))
                .toArray(StackTraceElement[]::new));
        return error;
    }
}
