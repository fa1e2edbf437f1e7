package dev.llmbench.openai;

import dev.llmbench.metric.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a body that is no answer: an error status, or a content type that was not asked for. Keeps only its beginning. */
final class RefusedAnswer extends Answer {
    private static final int KEPT = 8 * 1024;

    private final Outcome outcome;
    private final String prefix;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);

    private RefusedAnswer(Outcome outcome, String prefix) {
        super(null);
        this.outcome = outcome;
        this.prefix = prefix;
    }

    /**
     * An error status.
     *
     * @param retryAfter when the server wants to be asked again; null where it does not say
     */
    static RefusedAnswer status(int status, @Nullable String retryAfter) {
        Outcome outcome = status == 429
                ? Outcome.HTTP_429
                : status >= 500 ? Outcome.HTTP_5XX : status >= 400 ? Outcome.HTTP_4XX : Outcome.HTTP_3XX;
        return new RefusedAnswer(
                outcome,
                "HTTP " + status + (retryAfter == null ? "" : " (Retry-After: " + ErrorText.of(retryAfter) + ")"));
    }

    static RefusedAnswer contentType(String got, String due) {
        return new RefusedAnswer(Outcome.MALFORMED, "content type " + got + " where " + due + " is due");
    }

    @Override
    void read(byte[] bytes, int from, int to, long now) {
        body.write(bytes, from, Math.min(to - from, KEPT - body.size()));
    }

    @Override
    void end(long now) {
        String raw = body.toString(StandardCharsets.UTF_8);
        String said = ErrorText.of(raw);
        boolean inBand = outcome == Outcome.MALFORMED && raw.contains("\"error\"");
        // The hint goes first: what the server says may be long and is then cut.
        fail(inBand ? Outcome.IN_BAND : outcome, prefix + hint(raw) + (said.isEmpty() ? "" : ": " + said));
    }

    /** A status or a content type says enough, however little of the body came. */
    @Override
    boolean brokeOff(long now) {
        end(now);
        return true;
    }

    private String hint(String raw) {
        String said = raw.toLowerCase(Locale.ROOT);
        if (said.contains("stream_options") || said.contains("include_usage")) {
            return " (this server refuses stream_options: leave it out with requestBody = {\"stream_options\": null};"
                    + " output tokens are then counted by chunks)";
        }
        if (outcome == Outcome.MALFORMED && said.contains("\"choices\"")) {
            return " (the server did not stream: set streaming = false to measure it so)";
        }
        return "";
    }
}
