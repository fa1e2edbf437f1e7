/**
 * An HTTP client built for measurement, behind one interface. Event loops speak HTTP/1.1 over non-blocking sockets, plain or in TLS;
 * Apache HttpClient speaks HTTP/2, and carries what the loops do not do. Each read and write is stamped at the socket, before
 * anything is made of the bytes. No retries of what was sent (but for what an HTTP/2 server says that it has not begun, whose
 * time goes on), no redirects, no cookies, no decompression, no bound on connections: each would falsify a measurement. Knows
 * nothing of what a body says.
 */
@NullMarked
package dev.llmbench.http;

import org.jspecify.annotations.NullMarked;
