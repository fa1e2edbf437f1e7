package dev.llmbench.dataset;

import dev.llmbench.prompt.Prompt;
import java.util.NoSuchElementException;

/**
 * Hands out the prompts of a trace as they arrived, each once. Prompts of a salted dataset start with unique words. Not
 * thread-safe.
 *
 * <pre>{@code
 * static TraceOrder order(Dataset trace) {
 *     return new TraceOrder(trace, 0);
 * }
 * }</pre>
 */
public final class TraceOrder {
    private final Dataset dataset;
    private final Salt salt;
    private int next;

    /**
     * Starts with the first prompt.
     *
     * @param dataset the trace
     * @param seed determines the salt; any value
     */
    public TraceOrder(Dataset dataset, long seed) {
        this.dataset = dataset;
        this.salt = new Salt(seed);
    }

    /** Skips the next prompt without creating it. */
    public void skip() {
        next++;
    }

    /** Returns whether there is another prompt. */
    public boolean hasNext() {
        return next < dataset.prompts().size();
    }

    /**
     * Returns the next prompt.
     *
     * @throws NoSuchElementException after the last
     */
    public Prompt next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The trace only has " + next + " requests");
        }
        Prompt prompt = dataset.prompts().get(next);
        int request = next++;
        return dataset.salted() ? salt.apply(prompt, request) : prompt;
    }
}
