package dev.llmbench.plan;

/**
 * The version of HTTP in which requests are sent.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().httpVersion(HttpVersion.HTTP_2);
 * }</pre>
 */
public enum HttpVersion {
    /** HTTP/1.1: each request in flight has a connection of its own, as if it came from a separate client. */
    HTTP_1_1,
    /**
     * HTTP/2 if the server offers it in the TLS handshake, otherwise HTTP/1.1. An endpoint without TLS cannot offer it, so
     * HTTP/2 is used from the first byte. Up to 100 requests share a connection, or fewer if the server says so.
     */
    HTTP_2;

    /** Returns the name for display, such as {@code HTTP/1.1}. */
    public String shown() {
        return this == HTTP_2 ? "HTTP/2" : "HTTP/1.1";
    }
}
