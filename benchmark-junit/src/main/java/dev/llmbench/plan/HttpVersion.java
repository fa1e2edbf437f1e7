package dev.llmbench.plan;

/**
 * Which version of HTTP requests are sent in.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().httpVersion(HttpVersion.HTTP_2);
 * }</pre>
 */
public enum HttpVersion {
    /** HTTP/1.1: each request that is in flight has a connection of its own, as it has from a client of its own. */
    HTTP_1_1,
    /**
     * HTTP/2 where the server offers it in the TLS handshake, else HTTP/1.1. An endpoint without TLS has no way to offer it: it
     * is spoken to in HTTP/2 from the first byte on. Up to 100 requests share a connection, or fewer where the server says so.
     */
    HTTP_2;

    /** Such as {@code HTTP/1.1}. */
    public String shown() {
        return this == HTTP_2 ? "HTTP/2" : "HTTP/1.1";
    }
}
