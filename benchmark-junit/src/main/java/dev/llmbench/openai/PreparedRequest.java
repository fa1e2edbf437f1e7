package dev.llmbench.openai;

import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A request ready to be sent: its bytes are made before the load starts, so that dispatching costs no JSON. */
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
     * The request for the prompt; of a conversation that of its first turn.
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
                prompt, RequestBody.of(prompt, options, usual, asked), OptionalInt.of(asked), longer);
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

    /** Whether a further turn of its conversation is to follow the answer. */
    public boolean hasNextTurn() {
        return turns != null && turn + 1 < turns.size();
    }

    /**
     * The next turn's request: this one's history, the answer to it, and what the next turn says.
     *
     * @param answer what the server said
     * @throws IllegalStateException if this is the last turn, or of no conversation
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

    /** The dataset's own count of prompt tokens; none of a further turn, which has the server's answers in it. */
    OptionalInt promptTokens() {
        return turn > 0 ? OptionalInt.empty() : prompt.promptTokens();
    }

    /** The count of the prompt's tokens by its text, made once however often the request is sent. For one thread. */
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
