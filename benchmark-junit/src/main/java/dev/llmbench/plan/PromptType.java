package dev.llmbench.plan;

/**
 * The API of requests and responses.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().promptType(PromptType.FULL);
 * }</pre>
 */
public enum PromptType {
    /** A text to continue, for {@code /v1/completions}. */
    FULL,
    /** Messages to answer, for {@code /v1/chat/completions}. */
    CHAT,
    /** Messages to answer, for {@code /v1/responses}: OpenAI's Responses API, whose events are typed. */
    RESPONSES,
    /** A text to turn into a vector, for {@code /v1/embeddings}: never a stream, and without output tokens. */
    EMBEDDINGS,
    /** A custom {@link dev.llmbench.endpoint.EndpointApi}. */
    OWN;

    /** Whether requests hold messages, so that they can continue a conversation. */
    public boolean holdsMessages() {
        return this == CHAT || this == RESPONSES;
    }
}
