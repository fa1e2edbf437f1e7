/**
 * The language of HTTP/2: its frames and the compression of its header fields, from bytes and into bytes. Knows neither
 * sockets nor requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113, HTTP/2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7541">RFC 7541, HPACK</a>
 */
@NullMarked
package dev.llmbench.http.h2;

import org.jspecify.annotations.NullMarked;
