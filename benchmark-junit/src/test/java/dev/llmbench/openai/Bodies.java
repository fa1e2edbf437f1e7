package dev.llmbench.openai;

import java.nio.charset.StandardCharsets;

/** The bodies of requests, for tests elsewhere. */
public final class Bodies {
    private Bodies() {}

    /** The body of a request, followed by that of the longer one of its pair. */
    public static String of(PreparedRequest request) {
        PreparedRequest longer = request.longer();
        return new String(request.body(), StandardCharsets.UTF_8) + (longer == null ? "" : of(longer));
    }
}
