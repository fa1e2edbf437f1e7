package dev.llmbench.openai;

import dev.llmbench.http.ResponseHead;
import dev.llmbench.metric.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads a body that is no answer: an error status, or a content type or encoding that was not asked for. Keeps only its beginning. */
final class RefusedAnswer extends Answer {
    private static final int KEPT = 8 * 1024;

    /** A body that goes on is broken off: the next request is better off on another connection. */
    private static final int MOST_READ = 1024 * 1024;

    private final Outcome outcome;
    private final String prefix;
    private final boolean readable;
    private long length;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);

    private RefusedAnswer(Outcome outcome, String prefix, boolean readable) {
        super(null);
        this.outcome = outcome;
        this.prefix = prefix;
        this.readable = readable;
    }

    /** An error status. */
    static RefusedAnswer status(ResponseHead head) {
        int status = head.status();
        Outcome outcome = status == 429
                ? Outcome.HTTP_429
                : status >= 500 ? Outcome.HTTP_5XX : status >= 400 ? Outcome.HTTP_4XX : Outcome.HTTP_3XX;
        String asks = head.retryAfter() == null ? "" : " (Retry-After: " + ErrorText.of(head.retryAfter()) + ")";
        return new RefusedAnswer(outcome, "HTTP " + status + asks, !AnswerReaders.isEncoded(head));
    }

    static RefusedAnswer contentType(String got, String due) {
        return new RefusedAnswer(Outcome.MALFORMED, "content type " + got + " where " + due + " is due", true);
    }

    static RefusedAnswer encoded(ResponseHead head) {
        String why = "content encoding " + head.contentEncoding() + " where none was asked for";
        return new RefusedAnswer(Outcome.MALFORMED, why, false);
    }

    @Override
    void read(byte[] bytes, int from, int to, long now, long late) {
        body.write(bytes, from, Math.min(to - from, KEPT - body.size()));
        length += to - from;
        if (length > MOST_READ) {
            giveUp();
        }
    }

    @Override
    void end(long now) {
        String raw = readable ? body.toString(StandardCharsets.UTF_8) : "";
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
