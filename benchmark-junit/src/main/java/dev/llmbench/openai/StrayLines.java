package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.sample.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stores the lines of a stream that belong to no event: a server or gateway that fails in the middle of a stream may
 * write its error as if there were no stream.
 */
final class StrayLines {
    private static final int MOST_KEPT = 8 * 1024;

    /** How often the lines are searched for a complete error before the stream ends. */
    private static final int MOST_LOOKS = 16;

    private final StringBuilder kept = new StringBuilder();
    private int looks;

    void add(byte[] bytes, int from, int to) {
        int room = MOST_KEPT - kept.length();
        if (room > 0) {
            kept.append(new String(bytes, from, Math.min(to - from, room), StandardCharsets.UTF_8))
                    .append('\n');
        }
    }

    /** Fails the answer at once if the lines report an error, since the connection might stay open forever. */
    void judgeError(Answer answer) {
        int last = kept.length() - 2;
        boolean mayEnd = last >= 0 && (kept.charAt(last) == '}' || kept.charAt(last) == ']');
        if (mayEnd && looks < MOST_LOOKS && !answer.hasFailed()) {
            looks++;
            String error = ReportedError.in(kept.toString());
            if (error != null) {
                answer.fail(Outcome.IN_BAND, ErrorText.quote(error));
            }
        }
    }

    /** Fails the answer if the lines report an error or contain an event that was missed. */
    void judge(Answer answer) {
        if (kept.length() == 0) {
            return;
        }
        String error = ReportedError.in(kept.toString());
        if (error != null) {
            answer.fail(Outcome.IN_BAND, ErrorText.quote(error));
        } else if (holdsChunk()) {
            answer.fail(Outcome.MALFORMED, "JSON without \"data:\" before it: " + ErrorText.quote(kept.toString()));
        }
    }

    private boolean holdsChunk() {
        List<JsonNode> values = ReportedError.values(kept.toString());
        return values.stream().anyMatch(value -> value.has("choices") || value.has("delta"));
    }

    /** Returns the lines as they arrived. */
    String text() {
        return kept.toString();
    }

    /** Returns the lines as a quotation for an error text; empty if there are none. */
    String quote() {
        return kept.length() == 0 ? "" : ", and a line that is not an event: " + ErrorText.of(kept.toString());
    }
}
