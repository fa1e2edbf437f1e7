package dev.llmbench.report;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import java.util.Locale;

/** Good, bad or in doubt: the symbol and colour of a verdict, the same in every report. */
public enum Mark {
    GOOD("✓", "✅"),
    /** The verdict is undecided or does not count. */
    UNSURE("?", "❓"),
    BAD("✗", "❌");

    private final String sign;
    private final String emoji;

    Mark(String sign, String emoji) {
        this.sign = sign;
        this.emoji = emoji;
    }

    /**
     * Returns the mark of a verdict. An undecided verdict is in doubt, whether it fails the test or not.
     *
     * @param verdict one of the verdicts
     * @param verdicts all verdicts on the run; if the run is invalid, none of them counts
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

    /** Returns the symbol for text without colours. */
    public String sign() {
        return sign;
    }

    /** Returns the symbol for Markdown. */
    public String emoji() {
        return emoji;
    }

    /** Returns the name in lower case, which is used in names of CSS classes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
