package dev.llmbench.openai;

import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Prompt;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request ready to be sent: its bytes are made before the load starts, so that dispatching costs no JSON. */
public final class PreparedRequest {
    private final String promptId;
    private final OptionalInt promptTokens;
    private final byte[] body;
    private final OptionalInt askedTokens;
    private final @Nullable PreparedRequest longer;

    private PreparedRequest(
            String promptId,
            OptionalInt promptTokens,
            byte[] body,
            OptionalInt askedTokens,
            @Nullable PreparedRequest longer) {
        this.promptId = promptId;
        this.promptTokens = promptTokens;
        this.body = body;
        this.askedTokens = askedTokens;
        this.longer = longer;
    }

    /**
     * The request for the prompt.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the prompt does not fit the options
     */
    public static PreparedRequest of(Prompt prompt, RequestOptions options) {
        return new PreparedRequest(
                prompt.id(), prompt.promptTokens(), RequestBody.of(prompt, options), OptionalInt.empty(), null);
    }

    /**
     * The request for the prompt that has a longer one beside it: for as many output tokens as {@link #askedTokens} and the
     * difference.
     *
     * @param prompt what the shorter request asks
     * @param again what the longer one asks: the same prompt, or the same with another salt
     * @param difference how many tokens more the longer one asks for
     * @throws dev.llmbench.plan.ConfigurationException if the prompt does not fit the options
     * @throws IllegalArgumentException if the prompt's request has no limit on its output
     */
    public static PreparedRequest pair(Prompt prompt, Prompt again, int difference, RequestOptions options) {
        int shorter = askedTokens(prompt, options)
                .orElseThrow(() -> new IllegalArgumentException("prompt " + prompt.id() + " has no max_tokens"));
        PreparedRequest longer = of(again, shorter, shorter + difference, options, null);
        return of(prompt, shorter, shorter, options, longer);
    }

    private static PreparedRequest of(
            Prompt prompt, int usual, int asked, RequestOptions options, @Nullable PreparedRequest longer) {
        return new PreparedRequest(
                prompt.id(),
                prompt.promptTokens(),
                RequestBody.of(prompt, options, usual, asked),
                OptionalInt.of(asked),
                longer);
    }

    /** How many output tokens the prompt's request asks for at the most; empty where it has no limit. */
    public static OptionalInt askedTokens(Prompt prompt, RequestOptions options) {
        return RequestBody.askedTokens(prompt, options);
    }

    /** How many output tokens this request of a pair asks for at the most; empty where it is of none. */
    public OptionalInt askedTokens() {
        return askedTokens;
    }

    /** The longer request beside this one; null where there is none. */
    public @Nullable PreparedRequest longer() {
        return longer;
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
