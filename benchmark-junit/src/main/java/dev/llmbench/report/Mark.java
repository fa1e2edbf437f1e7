package dev.llmbench.report;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import java.util.Locale;

/** Good, bad or in doubt: the sign and colour of a verdict, the same in every report. */
public enum Mark {
    GOOD("✓", "✅"),
    /** Neither: it is not decided, or does not count. */
    UNSURE("?", "❓"),
    BAD("✗", "❌");

    private final String sign;
    private final String emoji;

    Mark(String sign, String emoji) {
        this.sign = sign;
        this.emoji = emoji;
    }

    /**
     * Returns the mark of a verdict. An undecided one is in doubt, whether it fails the test or not.
     *
     * @param verdict one of the verdicts
     * @param verdicts all on the run: on one that is invalid none counts
     */
    public static Mark of(Verdict verdict, Verdicts verdicts) {
        if (!verdicts.invalidCauses().isEmpty()) {
            return UNSURE;
        }
        return switch (verdict.kind()) {
            case BREACH, NO_SAMPLE -> verdict.failed() ? BAD : UNSURE;
            case INCONCLUSIVE, NO_BASELINE -> UNSURE;
            case PASS -> verdict.failed() ? UNSURE : GOOD;
        };
    }

    /** For text of one colour. */
    public String sign() {
        return sign;
    }

    /** For Markdown. */
    public String emoji() {
        return emoji;
    }

    /** The word in names of styles: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
