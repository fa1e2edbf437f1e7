package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.sample.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The error text for data that are not an event. A failing server often ignores the format, so the data are first
 * searched for an error.
 *
 * @param outcome in-band if the data report an error, otherwise malformed
 * @param text the error, or the flaw and the data
 */
record UnreadableEvent(Outcome outcome, String text) {
    private static final int MOST_QUOTED = 8 * 1024;

    /**
     * Examines the data.
     *
     * @param flaw what the reader found wrong with them
     * @param more other lines that belong to no event and may be the rest of the data
     */
    static UnreadableEvent of(byte[] data, int from, int to, String flaw, String more) {
        String alone = raw(data, from, to);
        String raw = more.isEmpty() ? alone : alone + "\n" + more;
        String error = ReportedError.in(alone);
        if (error == null) {
            error = ReportedError.in(raw);
        }
        if (error != null) {
            return new UnreadableEvent(Outcome.IN_BAND, ErrorText.quote(error));
        }
        String quote = raw.strip().startsWith("<") ? ErrorText.of(raw) : ErrorText.quote(raw);
        String named = isSeveral(alone)
                ? "not a JSON object but several: the blank line between their events is missing"
                : flaw;
        return new UnreadableEvent(Outcome.MALFORMED, quote.isEmpty() ? named : named + ": " + quote);
    }

    private static String raw(byte[] data, int from, int to) {
        return new String(data, from, Math.min(to - from, MOST_QUOTED), StandardCharsets.UTF_8);
    }

    private static boolean isSeveral(String raw) {
        List<JsonNode> values = ReportedError.values(raw);
        return values.size() > 1 && values.stream().allMatch(JsonNode::isObject);
    }

    /** Fails the answer with this text, and says where the flaw is unless the text is the server's own. */
    void fail(Answer answer, String where) {
        answer.fail(outcome, outcome == Outcome.IN_BAND ? text : where + text);
    }
}
