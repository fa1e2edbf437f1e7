package dev.llmbench.openai;

import dev.llmbench.http.ResponseHead;
import dev.llmbench.sample.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the body of a response with an error status, or with a content type or encoding that was not requested. Keeps only its
 * beginning.
 */
final class RefusedAnswer extends Answer {
    /** Enough for pages, which begin with their styles. */
    private static final int KEPT = 32 * 1024;

    /** Longer bodies are cut off, since a new connection is then cheaper for the next request. */
    private static final int MOST_READ = 1024 * 1024;

    private static final Pattern STREAM_OPTIONS = Pattern.compile("stream_options|include_usage");
    private static final Pattern NAMED =
            Pattern.compile("\"(?:param|field|path|property)\"\\s*:\\s*\"[^\"]*stream_options");

    private final Outcome outcome;
    private final String prefix;
    private final boolean readable;
    private final boolean streaming;
    private long length;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);

    private RefusedAnswer(Outcome outcome, String prefix, boolean readable, boolean streaming) {
        super(null);
        this.outcome = outcome;
        this.prefix = prefix;
        this.readable = readable;
        this.streaming = streaming;
    }

    /** Returns the reader for a response with an error status. */
    static RefusedAnswer status(ResponseHead head) {
        int status = head.status();
        Outcome outcome = status == 429
                ? Outcome.HTTP_429
                : status >= 500 ? Outcome.HTTP_5XX : status >= 400 ? Outcome.HTTP_4XX : Outcome.HTTP_3XX;
        return new RefusedAnswer(
                outcome, "HTTP " + status + asks(head) + leadsTo(head), !AnswerReaders.isEncoded(head), false);
    }

    private static String asks(ResponseHead head) {
        if (head.retryAfterMs() != null) {
            return " (retry-after-ms: " + ErrorText.of(head.retryAfterMs()) + ")";
        }
        return head.retryAfter() == null ? "" : " (Retry-After: " + ErrorText.of(head.retryAfter()) + ")";
    }

    private static String leadsTo(ResponseHead head) {
        return head.location() == null
                ? ""
                : " to " + ErrorText.quote(head.location())
                        + " (redirects are not followed: use the endpoint's own URL)";
    }

    /** Returns the reader for a response with a content type that was not requested. */
    static RefusedAnswer contentType(ResponseHead head, String due, boolean streaming) {
        String status = head.status() == 200 ? "" : "HTTP " + head.status() + ", ";
        return new RefusedAnswer(
                Outcome.MALFORMED,
                status + "content type " + head.contentType() + " instead of " + due,
                true,
                streaming);
    }

    static RefusedAnswer encoded(ResponseHead head) {
        String why = "content encoding " + head.contentEncoding() + ", although none was requested";
        return new RefusedAnswer(Outcome.MALFORMED, why, false, false);
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
        String error = outcome == Outcome.MALFORMED ? inBand(raw) : "";
        String said = error.isEmpty() ? ErrorText.of(raw) : error;
        // The hint comes first, since the server's text may be long and is then truncated.
        fail(
                error.isEmpty() ? outcome : Outcome.IN_BAND,
                prefix + hint(raw, said, error.isEmpty()) + (said.isEmpty() ? emptiness() : ": " + said));
    }

    /** Returns the error that the body reports, as JSON or in an event; empty if it reports none. */
    private static String inBand(String raw) {
        String error = ReportedError.in(raw);
        return error == null ? "" : ErrorText.quote(error);
    }

    private String emptiness() {
        return outcome == Outcome.MALFORMED && readable ? ", and an empty body" : "";
    }

    /** A status or a content type is explanation enough, however little of the body has arrived. */
    @Override
    boolean brokeOff(long now) {
        end(now);
        return true;
    }

    private String hint(String raw, String words, boolean noError) {
        String said = raw.toLowerCase(Locale.ROOT);
        // An error may quote the whole request, so the name alone proves nothing.
        if (STREAM_OPTIONS.matcher(words).find() || NAMED.matcher(said).find()) {
            return " (this server rejects stream_options: remove it with requestBody = {\"stream_options\": null};"
                    + " output tokens are then estimated from chunks)";
        }
        if (outcome != Outcome.MALFORMED || !readable || !noError) {
            return "";
        }
        boolean isEvents =
                said.stripLeading().startsWith("data:") || said.stripLeading().startsWith("event:");
        if (said.contains("\"choices\"") || said.contains("\"output\"")) {
            return streaming && !isEvents
                    ? " (the server did not stream: set streaming = false to measure such answers)"
                    : streaming ? "" : " (the server streams, although no stream was requested: set streaming = true)";
        }
        return said.stripLeading().startsWith("<") ? " (a web page: check the endpoint's path)" : "";
    }
}
