package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.sample.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The error text for data that are no event. A server that fails often says so without keeping to the form, so that an error
 * is looked for first.
 *
 * @param outcome in band if the data tell of an error, else malformed
 * @param text the error or the fault, and the data themselves
 */
record UnreadableEvent(Outcome outcome, String text) {
    private static final int MOST_QUOTED = 8 * 1024;

    /**
     * Looks at the data.
     *
     * @param flaw what is wrong with them for their reader
     * @param more lines around them that belong to no event, and may be the rest of them
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
        String named =
                isSeveral(alone) ? "not a JSON object but several: a blank line lacks between their events" : flaw;
        return new UnreadableEvent(Outcome.MALFORMED, quote.isEmpty() ? named : named + ": " + quote);
    }

    private static String raw(byte[] data, int from, int to) {
        return new String(data, from, Math.min(to - from, MOST_QUOTED), StandardCharsets.UTF_8);
    }

    private static boolean isSeveral(String raw) {
        List<JsonNode> values = ReportedError.values(raw);
        return values.size() > 1 && values.stream().allMatch(JsonNode::isObject);
    }

    /** Fails the answer with it, and says where the fault was unless the text is the server's own. */
    void fail(Answer answer, String where) {
        answer.fail(outcome, outcome == Outcome.IN_BAND ? text : where + text);
    }
}
