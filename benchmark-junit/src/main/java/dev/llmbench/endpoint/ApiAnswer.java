package dev.llmbench.endpoint;

/**
 * Takes what the events of one answer say. An event with output is a chunk: the first of an answer is its first token.
 *
 * <pre>{@code
 * JsonNode json = event.json();
 * answer.output(json.path("message").path("content").asText());
 * if (json.path("done").asBoolean()) {
 *     answer.outputTokens(json.path("eval_count").asInt());
 *     answer.finished(json.path("done_reason").asText("stop"));
 * }
 * }</pre>
 */
public interface ApiAnswer {

    /** Generated output, text or not; none where it is empty. */
    void output(String text);

    /** Generated reasoning, which a user does not see; none where it is empty. */
    void reasoning(String text);

    /** How many tokens the server says that the output has, those of reasoning among them; the last count holds. */
    void outputTokens(int count);

    /** How many tokens the server says that the prompt has; the last count holds. */
    void promptTokens(int count);

    /** How many of the prompt's tokens came from a cache, as the server says; the last count holds. */
    void cachedPromptTokens(int count);

    /** The answer is complete, for a reason such as {@code stop} or {@code length}. */
    void finished(String reason);

    /** The server says, inside a good answer, that it failed: the request's outcome is {@code in_band}. */
    void failed(String message);
}
