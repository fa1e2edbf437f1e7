package dev.llmbench.dataset;

import dev.llmbench.prompt.Prompt;
import java.util.Random;

/**
 * Hands out a dataset's prompts without end: shuffled, none twice before all were used, then shuffled anew. Where there are several prompts, none comes twice in a row.
 *
 * <p>The order depends on the number of prompts and the seed alone, on every Java version. For one thread at a time. The prompts of a large dataset are read from its temporary file as they are
 * handed out. Those of a salted one come with other words before them each time.
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
     * @param seed chooses the order; any value
     */
    public PromptOrder(Dataset dataset, long seed) {
        this.dataset = dataset;
        this.salt = new Salt(seed);
        this.size = dataset.prompts().size();
        // Random gives like numbers for like seeds, and people count seeds 1, 2, 3.
        this.order = PassOrder.of(size, new Random(SplitMix.of(seed)));
    }

    /** The next prompt; never ends. */
    public Prompt next() {
        if (position == size) {
            order.again();
            position = 0;
        }
        Prompt next = dataset.prompts().get(order.at(position++));
        return dataset.salted() ? salt.apply(next, handedOut++) : next;
    }
}
