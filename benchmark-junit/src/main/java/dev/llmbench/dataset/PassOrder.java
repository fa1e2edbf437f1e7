package dev.llmbench.dataset;

import java.util.Random;

/** In what order a pass over all prompts goes; each pass in another. */
interface PassOrder {
    /** Beyond it an order is computed rather than kept. */
    int MOST_KEPT = 1 << 20;

    static PassOrder of(int size, Random random) {
        return size <= MOST_KEPT ? new ShuffledPass(size, random) : new PermutedPass(size, random);
    }

    /** Which prompt is at a position of this pass. */
    int at(int position);

    /** Begins the next pass, with another prompt than this one's last. */
    void again();
}
