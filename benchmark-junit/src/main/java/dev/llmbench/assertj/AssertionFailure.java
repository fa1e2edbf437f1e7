package dev.llmbench.assertj;

import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.AssertionInfo;
import org.assertj.core.description.Description;
import org.assertj.core.error.DescriptionFormatter;
import org.assertj.core.internal.Failures;
import org.jspecify.annotations.Nullable;

/** Makes the error of a failed assertion as AssertJ's own look: description first, the user's code on top of the trace. */
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

    private AssertionFailure() {}

    static AssertionError of(AssertionInfo info, @Nullable Description description, String message) {
        AssertionError overridden = Failures.instance().failureIfErrorMessageIsOverridden(info);
        String described = DescriptionFormatter.instance().format(description) + message;
        AssertionError error = overridden == null ? new AssertionError(described) : overridden;
        Failures.instance().removeAssertJRelatedElementsFromStackTraceIfNeeded(error);
        if (Failures.instance().isRemoveAssertJRelatedElementsFromStackTrace()) {
            error.setStackTrace(Arrays.stream(error.getStackTrace())
                    .filter(frame -> !OURS.contains(frame.getClassName()))
                    .toArray(StackTraceElement[]::new));
        }
        return error;
    }
}
