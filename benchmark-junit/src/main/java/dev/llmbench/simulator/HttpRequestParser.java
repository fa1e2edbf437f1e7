package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 requests from bytes that arrive in pieces of any size. Bytes after a request are kept for the next one.
 *
 * <p>After an {@link HttpError}, the following bytes are meaningless, so the connection must be closed.
 */
final class HttpRequestParser {

    static final int MAX_HEAD = 64 << 10;
    static final int MAX_BODY = 16 << 20;

    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private byte[] buffer = new byte[4 << 10];
    private int start;
    private int end;
    /** Where the search for the end of the head or line continues, so that no byte is read twice. */
    private int scanned;

    private Part part = Part.HEAD;
    private String method = "";
    private String target = "";
    private Map<String, String> headers = Map.of();
    private int wanted;
    private ByteArrayOutputStream chunks = new ByteArrayOutputStream(0);
    private boolean awaitsContinue;

    void feed(ByteBuffer bytes) throws HttpError {
        int more = bytes.remaining();
        if (end - start + more > MAX_HEAD + MAX_BODY) {
            throw new HttpError(413, tooLarge());
        }
        if (end + more > buffer.length) {
            makeRoom(more);
        }
        bytes.get(buffer, end, more);
        end += more;
    }

    /**
     * Returns whether the client waits for a {@code 100 Continue} before it sends the body; true only once per request.
     */
    boolean takeAwaitsContinue() {
        boolean awaits = awaitsContinue && start == end;
        awaitsContinue = false;
        return awaits;
    }

    /** Returns the next request, or null if it isn't complete yet. */
    @Nullable
    ReceivedRequest next() throws HttpError {
        while (true) {
            switch (part) {
                case HEAD -> {
                    refuseWhatBeginsNoRequest();
                    int stop = find("\r\n\r\n", MAX_HEAD);
                    if (stop < 0) {
                        return null;
                    }
                    head(take(stop, 4));
                }
                case BODY -> {
                    if (end - start < wanted) {
                        return null;
                    }
                    return request(takeBytes(wanted));
                }
                case CHUNK_SIZE -> {
                    int stop = find("\r\n", MAX_HEAD);
                    if (stop < 0) {
                        return null;
                    }
                    wanted = chunkSize(take(stop, 2));
                    part = wanted == 0 ? Part.TRAILER : Part.CHUNK;
                }
                case CHUNK -> {
                    if (end - start < wanted) {
                        return null;
                    }
                    chunks.write(buffer, start, wanted);
                    consumeTo(start + wanted);
                    part = Part.CHUNK_END;
                }
                case CHUNK_END -> {
                    if (end - start < 2) {
                        return null;
                    }
                    if (!take(start + 2, 0).equals("\r\n")) {
                        throw new HttpError(400, "a chunk of the body is longer than its size says");
                    }
                    part = Part.CHUNK_SIZE;
                }
                case TRAILER -> {
                    int stop = find("\r\n", MAX_HEAD);
                    if (stop < 0) {
                        return null;
                    }
                    if (take(stop, 2).isEmpty()) {
                        return request(chunks.toByteArray());
                    }
                }
            }
        }
    }

    /** Rejects bytes that do not begin a request: a client that speaks TLS would otherwise wait for an answer. */
    private void refuseWhatBeginsNoRequest() throws HttpError {
        if (start < end && buffer[start] < ' ') {
            throw new HttpError(400, "not an HTTP request, which begins with a letter: is that TLS?");
        }
    }

    private void head(String head) throws HttpError {
        String[] lines = head.split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length == 3) {
            // Clients that use it as a proxy send absolute URLs, which every server must accept.
            words[1] = words[1].replaceFirst("^http://[^/?]*", "");
        }
        if (words.length != 3 || words[0].isEmpty() || !words[1].startsWith("/")) {
            throw new HttpError(400, "not an HTTP request line: " + lines[0]);
        }
        if (!words[2].equals("HTTP/1.1")) {
            throw new HttpError(505, "only HTTP/1.1 is spoken here, not " + words[2]);
        }
        method = words[0];
        target = words[1];
        headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new HttpError(400, "not a header: " + lines[i]);
            }
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        framing();
        awaitsContinue = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
    }

    private void framing() throws HttpError {
        String length = headers.get("content-length");
        String encoding = headers.get("transfer-encoding");
        if (encoding == null) {
            wanted = length == null ? 0 : contentLength(length);
            part = Part.BODY;
        } else if (length != null) {
            throw new HttpError(400, "a request must not have both Content-Length and Transfer-Encoding");
        } else if (encoding.equalsIgnoreCase("chunked")) {
            chunks = new ByteArrayOutputStream();
            part = Part.CHUNK_SIZE;
        } else {
            throw new HttpError(501, "Transfer-Encoding must be chunked, not " + encoding);
        }
    }

    private static int contentLength(String value) throws HttpError {
        return size(value, 10, 0, "Content-Length");
    }

    private int chunkSize(String line) throws HttpError {
        int extension = line.indexOf(';');
        return size((extension < 0 ? line : line.substring(0, extension)).strip(), 16, chunks.size(), "chunk size");
    }

    private static int size(String digits, int radix, int before, String what) throws HttpError {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
            throw new HttpError(400, what + " is not a number: " + digits);
        }
        if (digits.length() > 15 || Long.parseLong(digits, radix) + before > MAX_BODY) {
            throw new HttpError(413, tooLarge());
        }
        return Integer.parseInt(digits, radix);
    }

    private static String tooLarge() {
        return "the request is larger than " + (MAX_BODY >> 20) + " MiB";
    }

    private ReceivedRequest request(byte[] body) {
        part = Part.HEAD;
        awaitsContinue = false;
        chunks = new ByteArrayOutputStream(0);
        return new ReceivedRequest(method, target, headers, body);
    }

    /** Returns the position of the mark, or -1 if it has not arrived yet. */
    private int find(String mark, int limit) throws HttpError {
        for (int i = Math.max(start, scanned); i + mark.length() <= end; i++) {
            if (matches(mark, i)) {
                return i;
            }
        }
        scanned = Math.max(start, end - mark.length() + 1);
        if (end - start > limit) {
            throw new HttpError(431, "the head of the request is larger than " + (limit >> 10) + " KiB");
        }
        return -1;
    }

    private boolean matches(String mark, int at) {
        for (int k = 0; k < mark.length(); k++) {
            if (buffer[at + k] != mark.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private String take(int stop, int skipped) {
        String text = new String(buffer, start, stop - start, ISO_8859_1);
        consumeTo(stop + skipped);
        return text;
    }

    private byte[] takeBytes(int count) {
        byte[] bytes = Arrays.copyOfRange(buffer, start, start + count);
        consumeTo(start + count);
        return bytes;
    }

    private void consumeTo(int position) {
        start = position;
        scanned = position;
        if (start == end) {
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    private void makeRoom(int more) {
        int kept = end - start;
        byte[] target = kept + more <= buffer.length ? buffer : new byte[Math.max(buffer.length * 2, kept + more)];
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        scanned = Math.max(0, scanned - start);
        start = 0;
        end = kept;
    }
}
