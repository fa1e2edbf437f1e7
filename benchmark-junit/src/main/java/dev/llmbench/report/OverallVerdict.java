package dev.llmbench.report;

import dev.llmbench.result.LoadResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verdict on the whole run: the first word of every report. */
public enum OverallVerdict {
    /** All budgets held. */
    PASS(Mark.GOOD),
    /** No budget is broken, but one fails the test because it is undecided, or because it is not proven as its policy demands. */
    INCONCLUSIVE(Mark.UNSURE),
    /** A budget or an assertion of the test failed, the run's abort rule ended it, or its files are incomplete. */
    FAIL(Mark.BAD),
    /** The load was not the planned one. */
    INVALID(Mark.BAD);

    private final Mark mark;

    OverallVerdict(Mark mark) {
        this.mark = mark;
    }

    /** Judges the whole run. An invalid run says nothing about budgets, unless the test accepts it. */
    public static OverallVerdict of(LoadResult result, List<VerdictLine> verdicts) {
        if (!result.invalidCauses().isEmpty()) {
            return INVALID;
        }
        List<Mark> failures = verdicts.stream()
                .filter(VerdictLine::failed)
                .map(VerdictLine::mark)
                .toList();
        if (result.facts().aborted().isPresent()
                || !result.incompleteFiles().isEmpty()
                || result.testFailure().isPresent()
                || failures.contains(Mark.BAD)) {
            return FAIL;
        }
        return failures.isEmpty() ? PASS : INCONCLUSIVE;
    }

    /** Returns the verdict with this {@linkplain #word() word}; empty if there is none. */
    public static Optional<OverallVerdict> ofWord(String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findAny();
    }

    /** Returns the name in lower case, as in JSON and in names of CSS classes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the verdict is good, bad or in doubt. */
    public Mark mark() {
        return mark;
    }

    /** Returns the symbol for text without colours. */
    public String sign() {
        return this == INVALID ? "!" : mark.sign();
    }

    /** Returns the symbol for Markdown. */
    public String emoji() {
        return this == INVALID ? "⚠️" : mark.emoji();
    }
}
