package dev.llmbench.http;

/** The bytes are no HTTP response, or one that nobody reads to its end. */
public final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedResponse(String message) {
        super(message);
    }
}
