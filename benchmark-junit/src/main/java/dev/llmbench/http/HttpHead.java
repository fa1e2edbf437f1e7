package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The common part of the heads of all requests to a server, prepared for each HTTP version. */
public final class HttpHead {
    /** Headers that HTTP/2 does not have, since they concern the connection. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private static final String ID = "x-request-id";

    private final byte[] lines;
    private final String authority;
    private final String path;
    private final Map<String, String> fields;

    private HttpHead(byte[] lines, String authority, String path, Map<String, String> fields) {
        this.lines = lines;
        this.authority = authority;
        this.path = path;
        this.fields = fields;
    }

    /**
     * Creates the head of {@code POST} requests.
     *
     * @param authority the server, as named in the request
     * @param path the path, including the query
     * @param headers all other headers except {@code x-request-id} and {@code Content-Length}, in order
     */
    public static HttpHead post(String authority, String path, Map<String, String> headers) {
        StringBuilder lines = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
        line(lines, "Host", authority);
        Map<String, String> fields = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            line(lines, name, value);
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lower)) {
                // HTTP/1.1 allows white space around a value.
                fields.put(lower, value.strip());
            }
        });
        return new HttpHead(lines.append(ID).append(": ").toString().getBytes(ISO_8859_1), authority, path, fields);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    String authority() {
        return authority;
    }

    String path() {
        return path;
    }

    /** Returns the head of one HTTP/1.1 request, up to and including the blank line. */
    byte[] http1(String id, int length) {
        byte[] own = (id + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1);
        byte[] head = Arrays.copyOf(lines, lines.length + own.length);
        System.arraycopy(own, 0, head, lines.length, own.length);
        return head;
    }

    /** Returns the header fields of one HTTP/2 request. */
    Map<String, String> http2(String id, int length) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(ID, id);
        all.put("content-length", String.valueOf(length));
        return all;
    }
}
