package dev.llmbench.endpoint;

/**
 * Receives the content of the events of one answer. An event with output is a chunk; the first chunk is the first token.
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

    /** Adds generated output, text or not; an empty value is ignored. */
    void output(String text);

    /** Adds generated reasoning, which a user does not see; an empty value is ignored. */
    void reasoning(String text);

    /** Sets the server's count of output tokens, including reasoning; the last call wins. */
    void outputTokens(int count);

    /** Sets the server's count of prompt tokens; the last call wins. */
    void promptTokens(int count);

    /** Sets the server's count of prompt tokens that came from a cache; the last call wins. */
    void cachedPromptTokens(int count);

    /** Marks the answer as complete, with a reason such as {@code stop} or {@code length}. */
    void finished(String reason);

    /** Reports that the server failed although the response status is good; the outcome of the request is {@code in_band}. */
    void failed(String message);
}
