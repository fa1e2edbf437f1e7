package dev.llmbench.dataset;

import java.util.Random;

/** An order kept in memory: 4 bytes per prompt. */
final class ShuffledPass implements PassOrder {
    private final Random random;
    private final int[] order;

    ShuffledPass(int size, Random random) {
        this.random = random;
        this.order = new int[size];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        shuffle();
    }

    @Override
    public int at(int position) {
        return order[position];
    }

    @Override
    public void again() {
        int last = order[order.length - 1];
        shuffle();
        if (order.length > 1 && order[0] == last) {
            swap(0, 1 + random.nextInt(order.length - 1));
        }
    }

    /** The Fisher-Yates shuffle, written out because the JDK's own may change. {@link Random} is specified exactly. */
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
}
