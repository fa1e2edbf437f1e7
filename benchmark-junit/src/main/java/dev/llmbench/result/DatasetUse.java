package dev.llmbench.result;

/**
 * How much of its dataset a run used.
 *
 * <pre>{@code
 * result.facts().dataset().ifPresent(use -> System.out.println(use.cycles() + " times"));
 * }</pre>
 *
 * @param prompts the number of prompts, conversations or pairs of lengths in the dataset
 * @param handedOut how many were handed out, including repeats
 * @param salted whether each began with unique words, so that no two were equal
 */
public record DatasetUse(long prompts, long handedOut, boolean salted) {

    /** Returns the use of the same dataset by two generators. */
    public DatasetUse and(DatasetUse other) {
        return new DatasetUse(prompts, handedOut + other.handedOut, salted);
    }

    /** Returns how often each prompt was handed out on average; below 1 if some never were. */
    public double cycles() {
        return (double) handedOut / prompts;
    }

    /** Returns whether the server received a prompt twice, word for word. */
    public boolean hasRepeats() {
        return handedOut > prompts && !salted;
    }
}
