package dev.llmbench.plan;

import java.util.Optional;

/**
 * Optional measurements and their inputs.
 *
 * <pre>{@code
 * Optional<String> tokenizer = result.plan().measuring().tokenizer();
 * }</pre>
 *
 * @param modelProfile the model profile from which MBU and MTU are computed; required by budgets on them
 * @param twoLengths how TPOT is measured from two output lengths; empty if it is not
 * @param conversations whether each record of the dataset is run turn by turn, and measured by turn and by conversation
 * @param tokenizer the name of the tokenizer that counts tokens if the server does not; empty for none
 * @param against the baseline that the test's endpoint is compared with; empty for none
 */
public record Measuring(
        Optional<ModelProfile> modelProfile,
        Optional<TwoLengths> twoLengths,
        boolean conversations,
        Optional<String> tokenizer,
        Optional<Against> against) {

    /** Nothing beyond what every request shows. */
    public static final Measuring NONE = new Measuring(Optional.empty(), Optional.empty(), false, Optional.empty());

    /** Measures one endpoint, without a baseline. */
    public Measuring(
            Optional<ModelProfile> modelProfile,
            Optional<TwoLengths> twoLengths,
            boolean conversations,
            Optional<String> tokenizer) {
        this(modelProfile, twoLengths, conversations, tokenizer, Optional.empty());
    }

    /** Returns a copy that computes MBU and MTU from the profile. */
    public Measuring withModelProfile(ModelProfile profile) {
        return new Measuring(Optional.of(profile), twoLengths, conversations, tokenizer, against);
    }

    /** Returns a copy that measures TPOT from two output lengths. */
    public Measuring withTwoLengths(TwoLengths mode) {
        return new Measuring(modelProfile, Optional.of(mode), conversations, tokenizer, against);
    }

    /** Returns a copy that runs and measures conversations. */
    public Measuring withConversations() {
        return new Measuring(modelProfile, twoLengths, true, tokenizer, against);
    }

    /** Returns a copy with another baseline, or none. */
    public Measuring withBaseline(Optional<Against> baseline) {
        return new Measuring(modelProfile, twoLengths, conversations, tokenizer, baseline);
    }
}
