package dev.llmbench.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects the relevant header fields of a response. Names must be in lower case. */
final class HeaderFields {
    @Nullable
    String status;

    @Nullable
    String contentType;

    @Nullable
    String contentEncoding;

    @Nullable
    String retryAfter;

    @Nullable
    String retryAfterMs;

    @Nullable
    String location;

    @Nullable
    String length;

    String codings = "";
    String connection = "";
    String keepAlive = "";
    private @Nullable String otherLength;

    void add(String name, String value) {
        switch (name) {
            case ":status" -> status = value;
            case "content-type" -> contentType = value;
            case "content-encoding" -> contentEncoding = value;
            case "retry-after" -> retryAfter = value;
            case "retry-after-ms" -> retryAfterMs = value;
            case "location" -> location = value;
            case "content-length" -> {
                if (length != null && !length.equals(value)) {
                    otherLength = value;
                } else {
                    length = value;
                }
            }
            case "transfer-encoding" -> codings = joined(codings, value);
            case "connection" -> connection = joined(connection, value);
            case "keep-alive" -> keepAlive = joined(keepAlive, value);
            default -> {
                // Other fields do not affect how the response is read.
            }
        }
    }

    /** Throws {@link MalformedResponse} if the body has two different lengths. */
    void requireOneLength() throws MalformedResponse {
        if (otherLength != null) {
            throw new MalformedResponse(
                    "the response has two lengths: " + length + " and " + ResponseHead.quoted(otherLength));
        }
    }

    private static String joined(String list, String value) {
        return (list.isEmpty() ? value : list + "," + value).toLowerCase(Locale.ROOT);
    }
}
