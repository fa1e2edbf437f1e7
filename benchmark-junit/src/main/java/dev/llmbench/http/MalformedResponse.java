package dev.llmbench.http;

/** Thrown if the bytes are not an HTTP response, or one that is too long to read. */
public final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedResponse(String message) {
        super(message);
    }
}
