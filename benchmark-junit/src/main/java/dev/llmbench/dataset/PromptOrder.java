package dev.llmbench.dataset;

import dev.llmbench.prompt.Prompt;
import java.util.Random;

/**
 * Hands out a dataset's prompts endlessly: shuffled, with none repeated before all have been used, then shuffled again.
 * No prompt comes twice in a row if there are several.
 *
 * <p>The order depends only on the number of prompts and the seed, on every Java version. Not thread-safe. The prompts
 * of a large dataset are read from its temporary file as they are handed out. Prompts of a salted dataset start with
 * different words each time.
 *
 * <pre>{@code
 * static Prompt first(Dataset dataset) {
 *     return new PromptOrder(dataset, 0).next();
 * }
 * }</pre>
 */
public final class PromptOrder {
    private final Dataset dataset;
    private final PassOrder order;
    private final int size;
    private final Salt salt;
    private int position;
    private long handedOut;

    /**
     * Starts an order.
     *
     * @param dataset the prompts
     * @param seed determines the order; any value
     */
    public PromptOrder(Dataset dataset, long seed) {
        this(dataset, seed, seed);
    }

    /**
     * Starts an order with a seed of its own for the salts.
     *
     * @param dataset the prompts
     * @param seed determines the order; any value
     * @param saltSeed determines the salts; any value
     */
    public PromptOrder(Dataset dataset, long seed, long saltSeed) {
        this.dataset = dataset;
        this.salt = new Salt(saltSeed);
        this.size = dataset.prompts().size();
        // Random yields similar numbers for similar seeds, and people use seeds 1, 2, 3.
        this.order = PassOrder.of(size, new Random(SplitMix.of(seed)));
    }

    /** Returns the next prompt; there always is one. */
    public Prompt next() {
        Prompt next = dataset.prompts().get(advance());
        return dataset.salted() ? salt.apply(next, handedOut - 1) : next;
    }

    /** Skips the next prompt without reading it. */
    public void skip() {
        advance();
    }

    private int advance() {
        if (position == size) {
            order.again();
            position = 0;
        }
        handedOut++;
        return order.at(position++);
    }
}
