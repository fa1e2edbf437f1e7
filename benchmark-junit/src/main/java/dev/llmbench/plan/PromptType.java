package dev.llmbench.plan;

/**
 * Which shape requests and answers have.
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
    /** A text to make a vector of, for {@code /v1/embeddings}: never a stream, and without output tokens. */
    EMBEDDINGS,
    /** What an {@link dev.llmbench.endpoint.EndpointApi} of the test's own says. */
    OWN;

    /** Whether requests hold messages, so that a conversation can go on in them. */
    public boolean holdsMessages() {
        return this == CHAT || this == RESPONSES;
    }
}
