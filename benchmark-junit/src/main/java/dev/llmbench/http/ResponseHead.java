package dev.llmbench.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The status line and the relevant headers of a response.
 *
 * @param status the status, such as 200
 * @param contentType the content type as it was sent; null if there is none
 * @param contentEncoding the content encoding as it was sent; null if there is none
 * @param retryAfter when to retry, as it was sent; null if there is none
 * @param retryAfterMs the same in milliseconds, as sent by some servers; null if there is none
 * @param location the target of a redirect as it was sent; null if there is none
 * @param length the body's length in bytes, or {@link #CHUNKED} or {@link #UNTIL_CLOSE}
 * @param reusable for how many nanoseconds after the body the connection can be reused; 0 if it cannot
 */
public record ResponseHead(
        int status,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String retryAfter,
        @Nullable String retryAfterMs,
        @Nullable String location,
        long length,
        long reusable) {
    /** The length of a body that consists of chunks, each with its own length. */
    static final long CHUNKED = -1;

    /** The length of a body that ends with its connection. */
    static final long UNTIL_CLOSE = -2;

    private static final int LONGEST_QUOTE = 80;
    private static final Pattern ENDS_CHUNKED = Pattern.compile("(.*[, \t])?chunked");
    private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /**
     * Parses a head.
     *
     * @param bytes contain the lines from {@code from} to {@code to}, with or without the blank one at the end
     * @throws MalformedResponse if they are not the head of an HTTP/1 response
     */
    static ResponseHead parse(byte[] bytes, int from, int to) throws MalformedResponse {
        List<String> lines = lines(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        String statusLine = lines.get(0);
        int status = status(statusLine);
        HeaderFields fields = new HeaderFields();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                continue;
            }
            if (colon <= 0) {
                throw new MalformedResponse("a header line without a colon: " + quoted(line));
            }
            fields.add(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        fields.requireOneLength();
        long length = fields.codings.isEmpty() || isWithoutBody(status)
                ? length(status, fields)
                : ENDS_CHUNKED.matcher(fields.codings).matches() ? CHUNKED : UNTIL_CLOSE;
        boolean keepsAlive = keepsAlive(statusLine, fields, length);
        return of(status, fields, length, keepsAlive ? IdleTime.nanos(fields.keepAlive) : 0);
    }

    /**
     * Creates a head from the fields of an HTTP/2 response.
     *
     * @throws MalformedResponse if they are not the fields of a response
     */
    static ResponseHead of(HeaderFields fields) throws MalformedResponse {
        String status = String.valueOf(fields.status);
        if (!STATUS.matcher(status).matches()) {
            throw new MalformedResponse("not a valid response status: " + quoted(status));
        }
        fields.requireOneLength();
        int code = Integer.parseInt(status);
        return of(code, fields, length(code, fields), 0);
    }

    private static ResponseHead of(int status, HeaderFields fields, long length, long reusable) {
        return new ResponseHead(
                status,
                fields.contentType,
                fields.contentEncoding,
                fields.retryAfter,
                fields.retryAfterMs,
                fields.location,
                length,
                reusable);
    }

    /** Returns the lines, with continuation lines joined to the line before. A CR without an LF does not end a line. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int end;
        for (int at = 0; at < text.length(); at = end + 1) {
            int newLine = text.indexOf('\n', at);
            end = newLine < 0 ? text.length() : newLine;
            boolean goesOn = !lines.isEmpty() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
            String line = text.substring(at, end).replace('\r', ' ').stripTrailing();
            if (goesOn) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + line);
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private static int status(String line) throws MalformedResponse {
        // HTTP/1.1 200 OK, where the reason and the space before it may be missing.
        boolean isStatusLine = line.startsWith("HTTP/1.")
                && line.length() >= 12
                && line.charAt(8) == ' '
                && (line.length() == 12 || line.charAt(12) == ' ');
        int status = 0;
        for (int i = 9; isStatusLine && i < 12; i++) {
            isStatusLine = line.charAt(i) >= '0' && line.charAt(i) <= '9';
            status = 10 * status + line.charAt(i) - '0';
        }
        if (!isStatusLine || status < 100) {
            throw new MalformedResponse("not an HTTP/1.1 status line: " + quoted(line));
        }
        return status;
    }

    private static boolean isWithoutBody(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    private static long length(int status, HeaderFields fields) throws MalformedResponse {
        if (isWithoutBody(status)) {
            return 0;
        }
        String length = fields.length;
        if (length == null) {
            return UNTIL_CLOSE;
        }
        if (!LENGTH.matcher(length).matches()) {
            throw new MalformedResponse("not a valid response length: " + quoted(length));
        }
        return Long.parseLong(length);
    }

    private static boolean keepsAlive(String statusLine, HeaderFields fields, long length) {
        boolean ambiguous = length == CHUNKED && fields.length != null;
        if (length == UNTIL_CLOSE || ambiguous || fields.connection.contains("close")) {
            return false;
        }
        return !statusLine.startsWith("HTTP/1.0") || fields.connection.contains("keep-alive");
    }

    static String quoted(String text) {
        String shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
