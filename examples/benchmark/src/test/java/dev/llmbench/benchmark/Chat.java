package dev.llmbench.benchmark;

/** The one question that every load generator asks; wrk's script holds the same body. */
final class Chat {
    /** As a line of a dataset. */
    static final String PROMPT =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Write a short poem about the sea, and do not use the word blue.\"}],"
                    + "\"max_tokens\":100}";
    /** As the library sends it. */
    static final String BODY =
            PROMPT.substring(0, PROMPT.length() - 1) + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

    private Chat() {}
}
