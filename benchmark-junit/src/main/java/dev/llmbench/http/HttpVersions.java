package dev.llmbench.http;

/**
 * The HTTP versions that were used.
 *
 * @param http1 whether HTTP/1.1 was used
 * @param http2 whether HTTP/2 was used
 */
public record HttpVersions(boolean http1, boolean http2) {}
