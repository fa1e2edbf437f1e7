package dev.llmbench.http;

/**
 * Which versions of HTTP were used.
 *
 * @param http1 whether HTTP/1.1 was
 * @param http2 whether HTTP/2 was
 */
public record HttpVersions(boolean http1, boolean http2) {}
