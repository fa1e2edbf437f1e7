package dev.llmbench.openai;

import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Prompt;
import java.util.OptionalInt;

/** A request ready to be sent: its bytes are made before the load starts, so that dispatching costs no JSON. */
public final class PreparedRequest {
    private final String promptId;
    private final OptionalInt promptTokens;
    private final byte[] body;

    private PreparedRequest(String promptId, OptionalInt promptTokens, byte[] body) {
        this.promptId = promptId;
        this.promptTokens = promptTokens;
        this.body = body;
    }

    /**
     * The request for the prompt.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the prompt does not fit the options
     */
    public static PreparedRequest of(Prompt prompt, RequestOptions options) {
        return new PreparedRequest(prompt.id(), prompt.promptTokens(), RequestBody.of(prompt, options));
    }

    public String promptId() {
        return promptId;
    }

    /** The dataset's own count of prompt tokens. */
    OptionalInt promptTokens() {
        return promptTokens;
    }

    byte[] body() {
        return body;
    }
}
