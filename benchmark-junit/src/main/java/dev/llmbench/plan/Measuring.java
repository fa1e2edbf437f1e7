package dev.llmbench.plan;

import java.util.Optional;

/**
 * What is measured beyond what every request shows, and from what. Whatever is added to that belongs here.
 *
 * <pre>{@code
 * Optional<String> tokenizer = result.plan().measuring().tokenizer();
 * }</pre>
 *
 * @param modelProfile what MBU and MTU are worked out from; needed by budgets on them
 * @param twoLengths how TPOT is measured by two lengths of output; empty where it is not
 * @param conversations whether each record of the dataset is run turn by turn, and measured by turn and by conversation
 * @param tokenizer the name of what counts the tokens that the server does not; empty where nothing does
 * @param against the endpoint that the test's own is compared with; empty for none
 */
public record Measuring(
        Optional<ModelProfile> modelProfile,
        Optional<TwoLengths> twoLengths,
        boolean conversations,
        Optional<String> tokenizer,
        Optional<Against> against) {

    /** Nothing beyond it. */
    public static final Measuring NONE = new Measuring(Optional.empty(), Optional.empty(), false, Optional.empty());

    /** What is measured of one endpoint. */
    public Measuring(
            Optional<ModelProfile> modelProfile,
            Optional<TwoLengths> twoLengths,
            boolean conversations,
            Optional<String> tokenizer) {
        this(modelProfile, twoLengths, conversations, tokenizer, Optional.empty());
    }

    /** The same, with MBU and MTU of such a model. */
    public Measuring of(ModelProfile profile) {
        return new Measuring(Optional.of(profile), twoLengths, conversations, tokenizer, against);
    }

    /** The same, with TPOT by two lengths. */
    public Measuring by(TwoLengths mode) {
        return new Measuring(modelProfile, Optional.of(mode), conversations, tokenizer, against);
    }

    /** The same, by turn and by conversation. */
    public Measuring byTurns() {
        return new Measuring(modelProfile, twoLengths, true, tokenizer, against);
    }

    /** The same, compared with another endpoint, or with none. */
    public Measuring comparedWith(Optional<Against> baseline) {
        return new Measuring(modelProfile, twoLengths, conversations, tokenizer, baseline);
    }
}
