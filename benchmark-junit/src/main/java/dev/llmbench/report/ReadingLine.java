package dev.llmbench.report;

import dev.llmbench.result.ReadingNotes;

/** Says on one line what there is to know of how answers were read. */
public final class ReadingLine {
    private ReadingLine() {}

    public static String of(ReadingNotes.Counted note) {
        String details = String.join(", ", note.details());
        return Figures.counted(note.requests(), "answer") + ": "
                + switch (note.kind()) {
                    case UNKNOWN_FIELDS ->
                        "output stood in fields that are not known (" + details
                                + "), so TTFT and TPOT of streamed ones are estimated";
                    case NOTHING_SHOWN ->
                        "the server counted output tokens and its stream showed none"
                                + (details.isEmpty() ? "" : " (text stood in " + details + ")")
                                + ", so there is no TTFT and no TPOT";
                    case MORE_TOKENS_THAN_SHOWN ->
                        "the server's count of tokens does not fit the text that was shown, so TPOT is estimated";
                    case REASONING_SUMMARY ->
                        "of the reasoning only a summary was shown, so TPOT counts from the output that follows it";
                    case REASONING_HIDDEN -> "the reasoning was not shown, so TPOT counts the other tokens alone";
                    case REASONING_ON_TOP ->
                        "reasoning tokens came on top of completion_tokens, so output tokens are both";
                    case USAGE_NOT_BELIEVED ->
                        "the server's count of output tokens cannot be right (" + details + ") and was left out";
                    case UNKNOWN_FINISH_REASON ->
                        "the finish reason is not known (" + details + ") and counts as an end in order";
                    case UNREADABLE_RETRY_AFTER -> "Retry-After could not be read (" + details + ") and was not heeded";
                };
    }
}
