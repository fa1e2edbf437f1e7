package dev.llmbench.http;

/** Thrown if bytes are not an HTTP response, or if a response is too long. */
public final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedResponse(String message) {
        super(message);
    }
}
