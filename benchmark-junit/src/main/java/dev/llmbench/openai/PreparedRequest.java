package dev.llmbench.openai;

import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A request that is ready to send. Its bytes are created before the load starts, so that dispatching does not involve
 * writing JSON.
 */
public final class PreparedRequest {
    private static final int NOT_COUNTED = Integer.MIN_VALUE;

    private final Prompt prompt;
    private final byte[] body;
    private final OptionalInt askedTokens;
    private final @Nullable PreparedRequest longer;
    private final @Nullable TurnBodies turns;
    private final int turn;
    private int countedTokens = NOT_COUNTED;

    private PreparedRequest(Prompt prompt, byte[] body, OptionalInt askedTokens, @Nullable PreparedRequest longer) {
        this.prompt = prompt;
        this.body = body;
        this.askedTokens = askedTokens;
        this.longer = longer;
        this.turns = null;
        this.turn = 0;
    }

    private PreparedRequest(Prompt prompt, byte[] body, TurnBodies turns, int turn) {
        this.prompt = prompt;
        this.body = body;
        this.askedTokens = OptionalInt.empty();
        this.longer = null;
        this.turns = turns;
        this.turn = turn;
    }

    /**
     * Returns the request for the prompt, or for the first turn of a conversation.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the prompt does not fit the options
     */
    public static PreparedRequest of(Prompt prompt, RequestOptions options) {
        if (prompt instanceof Conversation conversation) {
            TurnBodies turns = TurnBodies.of(conversation, options);
            return new PreparedRequest(prompt, turns.first(), turns, 0);
        }
        return new PreparedRequest(prompt, RequestBody.of(prompt, options), OptionalInt.empty(), null);
    }

    /**
     * Returns the shorter request of a pair. The longer one asks for {@code difference} more output tokens.
     *
     * @param prompt the prompt of the shorter request
     * @param again the prompt of the longer request: the same, or the same with another salt
     * @param difference how many more tokens the longer request asks for
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
                prompt, RequestBody.of(prompt, options, usual, asked), OptionalInt.of(asked), longer);
    }

    /** Returns the maximum number of output tokens that the prompt's request asks for; empty if it has no limit. */
    public static OptionalInt askedTokens(Prompt prompt, RequestOptions options) {
        return RequestBody.askedTokens(prompt, options);
    }

    /**
     * Returns the maximum number of output tokens that this request of a pair asks for; empty if it belongs to no pair.
     */
    public OptionalInt askedTokens() {
        return askedTokens;
    }

    /** Returns the longer request of the pair; null if there is none. */
    public @Nullable PreparedRequest longer() {
        return longer;
    }

    /** Returns whether another turn of its conversation follows. */
    public boolean hasNextTurn() {
        return turns != null && turn + 1 < turns.size();
    }

    /**
     * Returns the next turn's request: this request's history, the answer, and the next turn's messages.
     *
     * @param answer the server's answer
     * @throws IllegalStateException if this is the last turn, or not part of a conversation
     */
    public PreparedRequest nextTurn(String answer) {
        if (turns == null || !hasNextTurn()) {
            throw new IllegalStateException("No turn follows in prompt " + promptId());
        }
        return new PreparedRequest(prompt, turns.following(turn + 1, body, answer), turns, turn + 1);
    }

    public String promptId() {
        return prompt.id();
    }

    /** Returns the dataset's own count of prompt tokens; empty for later turns, which contain the server's answers. */
    OptionalInt promptTokens() {
        return turn > 0 ? OptionalInt.empty() : prompt.promptTokens();
    }

    /** Counts the tokens of the prompt's text, once even if the request is sent repeatedly. Not thread-safe. */
    int promptTokens(ToIntFunction<String> counter) {
        if (countedTokens == NOT_COUNTED) {
            countedTokens = counter.applyAsInt(turns == null ? PromptText.of(prompt) : TurnBodies.text(body));
        }
        return countedTokens;
    }

    byte[] body() {
        return body;
    }
}
