package dev.llmbench.prompt;

import java.util.Random;

/**
 * Hands out a dataset's prompts without end: shuffled, none twice before all were used, then shuffled anew. Where there are several prompts, none comes twice in a row.
 *
 * <p>The order depends on the number of prompts and the seed alone, on every Java version. For one thread at a time.
 */
public final class PromptOrder {
    private final Dataset dataset;
    private final Random random;
    private final int[] order;
    private int position;
    private long cycles;

    /**
     * Starts an order.
     *
     * @param dataset the prompts
     * @param seed chooses the order; any value
     */
    public PromptOrder(Dataset dataset, long seed) {
        this.dataset = dataset;
        this.random = new Random(spread(seed));
        this.order = new int[dataset.prompts().size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        shuffle();
    }

    /** The next prompt; never ends. */
    public Prompt next() {
        if (position == order.length) {
            shuffleAgain();
            position = 0;
        }
        Prompt next = dataset.prompts().get(order[position++]);
        if (position == order.length) {
            cycles++;
        }
        return next;
    }

    /** How often all prompts have been handed out: 0 until the last prompt of the first pass, then 1, and so on. */
    public long cycles() {
        return cycles;
    }

    private void shuffleAgain() {
        int last = order[order.length - 1];
        shuffle();
        if (order.length > 1 && order[0] == last) {
            swap(0, 1 + random.nextInt(order.length - 1));
        }
    }

    /** Fisher and Yates' shuffle, written out because the library's own may change; {@link Random} is specified to the bit. */
    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            swap(i, random.nextInt(i + 1));
        }
    }

    private void swap(int i, int j) {
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }

    /** Steele, Lea and Flood's mixer (SplitMix64): {@link Random} gives like numbers for like seeds, and people count seeds 1, 2, 3. */
    private static long spread(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
