/**
 * An HTTP client built for measurement, behind one interface. Event loops speak HTTP/1.1 over non-blocking sockets,
 * with or without TLS; Apache HttpClient speaks HTTP/2 and covers what the loops do not support. Each read and write is
 * stamped at the socket, before the bytes are processed. There are no retries (except of requests that an HTTP/2 server
 * declares unprocessed, whose time continues), redirects, cookies or decompression, and no limit on connections, since
 * each would distort the measurement. Knows nothing about the content of a body.
 */
@NullMarked
package dev.llmbench.http;

import org.jspecify.annotations.NullMarked;
