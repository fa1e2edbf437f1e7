package dev.llmbench.report;

import dev.llmbench.budget.Verdicts;
import java.util.List;

/**
 * The verdict on one budget, as it is shown.
 *
 * @param status the verdict in a word or two, such as {@code PASS (proven)}
 * @param text the limit and the measured value, on one line
 * @param failed whether the verdict fails the test
 * @param mark whether the verdict is good, bad or in doubt
 */
public record VerdictLine(String status, String text, boolean failed, Mark mark) {

    /** Returns the verdicts in order. */
    public static List<VerdictLine> of(Verdicts verdicts) {
        return verdicts.all().stream()
                .map(verdict ->
                        new VerdictLine(verdict.word(), verdict.detail(), verdict.failed(), Mark.of(verdict, verdicts)))
                .toList();
    }
}
