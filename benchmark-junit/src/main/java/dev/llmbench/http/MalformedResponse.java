package dev.llmbench.http;

/** What came is no HTTP/1.1 response. */
final class MalformedResponse extends Exception {
    private static final long serialVersionUID = 1;

    MalformedResponse(String message) {
        super(message);
    }
}
