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
    /** No budget is broken, and the test fails by one that is undecided, or not proven where that was asked for. */
    INCONCLUSIVE(Mark.UNSURE),
    /** A budget or an assertion of the test did not hold, the run's own rule ended it, or its files are incomplete. */
    FAIL(Mark.BAD),
    /** The run is not the one that was asked for. */
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

    /** The verdict by its {@linkplain #word() word}; empty where it is none. */
    public static Optional<OverallVerdict> ofWord(String word) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.word().equals(word))
                .findAny();
    }

    /** The word in JSON and in names of styles: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the verdict is good, bad or in doubt. */
    public Mark mark() {
        return mark;
    }

    /** For text of one colour. */
    public String sign() {
        return this == INVALID ? "!" : mark.sign();
    }

    /** For Markdown. */
    public String emoji() {
        return this == INVALID ? "⚠️" : mark.emoji();
    }
}
