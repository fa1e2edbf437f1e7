package dev.llmbench.http;

/** What came is no HTTP response, or none that anybody reads to its end. */
public final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedResponse(String message) {
        super(message);
    }
}
