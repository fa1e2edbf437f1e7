package dev.llmbench.sample;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a request ended: ok, with an error of some kind, or cut off by the end of the run.
 *
 * <pre>{@code
 * long refused = result.run().count(Outcome.HTTP_429);
 * }</pre>
 */
public enum Outcome {
    /** The response was complete and contained output. */
    OK,
    /** No connection could be made. */
    CONNECT,
    /** The TLS handshake failed. */
    TLS,
    /** The connection broke before the response was complete. */
    RESET,
    /** The request took longer than its timeout, or was idle for longer than is allowed. */
    TIMEOUT,
    /** A redirect, which is never followed. */
    HTTP_3XX,
    /** A client error other than 429. */
    HTTP_4XX,
    /** Too many requests. */
    HTTP_429,
    /** A server error. */
    HTTP_5XX,
    /** An error inside a response with status 200. */
    IN_BAND,
    /** The stream ended normally, but without {@code [DONE]} or a finish reason. */
    TRUNCATED,
    /** The response was not the expected JSON, had a wrong content type, or exceeded a size limit. */
    MALFORMED,
    /** The response was complete without any output. */
    EMPTY,
    /** The request could not be built or sent. */
    CLIENT,
    /** Cut off by the end of the run or by an abort; neither an error nor a latency. */
    INTERRUPTED;

    /** Returns the word used in CSV, JSON and reports: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether this outcome counts as an error in the error rate. */
    public boolean isError() {
        return this != OK && this != INTERRUPTED;
    }

    /**
     * Returns whether the request was cut off while it waited, so that only lower bounds of its latencies are known.
     */
    public boolean wasCutOff() {
        return this == INTERRUPTED || this == TIMEOUT;
    }

    /**
     * Returns the outcome with the given word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Outcome ofWord(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown outcome '" + word + "'"));
    }
}
