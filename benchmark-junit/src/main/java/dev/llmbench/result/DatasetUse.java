package dev.llmbench.result;

/**
 * How far a run went through its dataset.
 *
 * <pre>{@code
 * result.facts().dataset().ifPresent(use -> System.out.println(use.cycles() + " times"));
 * }</pre>
 *
 * @param prompts how many prompts it has; of conversations or pairs of lengths, how many of these
 * @param handedOut how many were handed out, those that came again among them
 * @param salted whether each began with words of its own, so that none was the same twice
 */
public record DatasetUse(long prompts, long handedOut, boolean salted) {

    /** How often each prompt was handed out on average: below 1 where some never were. */
    public double cycles() {
        return (double) handedOut / prompts;
    }

    /** Whether the server got a prompt that it had had before, word for word. */
    public boolean hasRepeats() {
        return handedOut > prompts && !salted;
    }
}
