package dev.llmbench.dataset;

import java.util.Random;

/** The order of a pass over all prompts, different for each pass. */
interface PassOrder {
    /** Orders of more prompts are computed rather than stored. */
    int MOST_KEPT = 1 << 20;

    static PassOrder of(int size, Random random) {
        return size <= MOST_KEPT ? new ShuffledPass(size, random) : new PermutedPass(size, random);
    }

    /** Returns the prompt at a position of this pass. */
    int at(int position);

    /** Starts the next pass with a different prompt than the last of this one. */
    void again();
}
