package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.llmbench.http.h2.HeaderBlock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The part that the heads of all requests to a server have in common, ready to be written in each version of HTTP. */
public final class HttpHead {
    /** Headers that HTTP/2 does not have, since they concern the connection. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private static final String ID = "x-request-id";

    private final byte[] lines;
    private final byte[] block;

    private HttpHead(byte[] lines, byte[] block) {
        this.lines = lines;
        this.block = block;
    }

    /**
     * The head of {@code POST} requests.
     *
     * @param origin the server
     * @param authority the server as it is to be named
     * @param path with the query
     * @param headers all others but {@code x-request-id} and {@code Content-Length}, in order
     */
    public static HttpHead post(Origin origin, String authority, String path, Map<String, String> headers) {
        StringBuilder lines = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
        line(lines, "Host", authority);
        headers.forEach((name, value) -> line(lines, name, value));
        HeaderBlock block = new HeaderBlock()
                .field(":method", "POST")
                .field(":scheme", origin.encrypted() ? "https" : "http")
                .field(":authority", authority)
                .field(":path", path);
        headers.forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                // HTTP/1.1 lets them stand around a value.
                block.field(name, value.strip());
            }
        });
        return new HttpHead(lines.append(ID).append(": ").toString().getBytes(ISO_8859_1), block.bytes());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** The head of one request in HTTP/1.1, up to its blank line. */
    byte[] http1(String id, int length) {
        return joined(lines, (id + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    /** The header block of one request in HTTP/2. */
    byte[] http2(String id, int length) {
        return joined(
                block,
                new HeaderBlock()
                        .field(ID, id)
                        .field("content-length", String.valueOf(length))
                        .bytes());
    }

    private static byte[] joined(byte[] common, byte[] own) {
        byte[] head = Arrays.copyOf(common, common.length + own.length);
        System.arraycopy(own, 0, head, common.length, own.length);
        return head;
    }
}
