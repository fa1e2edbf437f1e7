package dev.llmbench.result;

import java.util.Locale;

/**
 * Why a pair of two lengths does not count.
 *
 * <pre>{@code
 * String why = ExclusionReason.LENGTH.word();
 * }</pre>
 */
public enum ExclusionReason {
    /** The load ended, or its user stopped, before both requests were answered. */
    UNFINISHED("unfinished"),
    /** One of the two requests ended with an error. */
    FAILED("failed"),
    /** The unmeasured request before them ended with an error, so a prefix cache may have favoured one of the two. */
    UNPREPARED("unprepared"),
    /** The server did not count an output's tokens, so it is unknown whether the output has the requested length. */
    UNCOUNTED("without a count of their tokens"),
    /** An output has fewer or more tokens than were requested. */
    LENGTH("of other lengths than asked for");

    private final String inWords;

    ExclusionReason(String inWords) {
        this.inWords = inWords;
    }

    /** Returns the word used in CSV and JSON: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String inWords() {
        return inWords;
    }
}
