package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;

/** Complete HTTP answers of known length. */
final class HttpAnswer {

    static final String JSON = "application/json";

    private HttpAnswer() {}

    static byte[] of(int status, String contentType, String body, boolean close) {
        return of(status, contentType, "", body.getBytes(UTF_8), close);
    }

    /** Returns an error in OpenAI's format. */
    static byte[] error(int status, String message, boolean close) {
        String headers = status == 429 || status == 503 ? "Retry-After: 1\r\n" : "";
        return of(status, JSON, headers, errorObject(status, message).getBytes(UTF_8), close);
    }

    static byte[] methodNotAllowed(String allowed, String path, boolean close) {
        String message = path + " answers to " + allowed + " only";
        return of(
                405,
                JSON,
                "Allow: " + allowed + "\r\n",
                errorObject(405, message).getBytes(UTF_8),
                close);
    }

    static String errorObject(int status, String message) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":\"" + type(status)
                + "\",\"param\":null,\"code\":" + status + "}}";
    }

    static String quoted(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static byte[] of(int status, String contentType, String headers, byte[] body, boolean close) {
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length + "\r\n" + headers + (close ? "Connection: close\r\n" : "")
                + "\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream(head.length() + body.length);
        answer.writeBytes(head.getBytes(UTF_8));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    private static String type(int status) {
        if (status == 429) {
            return "rate_limit_error";
        }
        return status < 500 ? "invalid_request_error" : "server_error";
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
