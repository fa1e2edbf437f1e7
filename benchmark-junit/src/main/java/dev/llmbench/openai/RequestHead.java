package dev.llmbench.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.llmbench.http.Origin;
import dev.llmbench.plan.Secrets;
import dev.llmbench.plan.Target;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What all requests of a run have in common on the wire. */
final class RequestHead {
    private static final String JSON = "application/json";
    private static final int MOST_LOOKED_AT = 16 * 1024;

    private final Secrets secrets;
    private final Origin origin;
    private final byte[] common;

    RequestHead(Target target, String accepted) {
        this.secrets = target.secrets();
        this.origin = Origin.of(target.endpoint());
        this.common = (common(target, accepted) + "x-request-id: ").getBytes(ISO_8859_1);
    }

    private static String common(Target target, String accepted) {
        URI uri = target.endpoint();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder text = new StringBuilder("POST ")
                .append(path)
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\n");
        line(text, "Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        headers(target, accepted).forEach((name, value) -> line(text, name, value));
        line(text, "Content-Type", JSON);
        return text.toString();
    }

    /** The user's own take the place of those that are always sent. */
    private static Map<String, String> headers(Target target, String accepted) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", accepted);
        headers.put("Connection", "keep-alive");
        headers.put("User-Agent", "benchmark-junit");
        target.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key.reveal()));
        target.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        return headers;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    Origin origin() {
        return origin;
    }

    /** The head of one request, up to its blank line. */
    byte[] bytes(String id, int length) {
        byte[] own = (id + "\r\nContent-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1);
        byte[] head = Arrays.copyOf(common, common.length + own.length);
        System.arraycopy(own, 0, head, common.length, own.length);
        return head;
    }

    /** The text without secrets, not even pieces of them, and cut where it is too long for a cell. */
    String masked(String text) {
        String begun = text.length() <= MOST_LOOKED_AT ? text : text.substring(0, MOST_LOOKED_AT);
        return secrets.piecesMaskedIn(ErrorText.cut(secrets.maskedIn(begun)));
    }
}
