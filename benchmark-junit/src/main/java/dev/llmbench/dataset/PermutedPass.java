package dev.llmbench.dataset;

import java.util.Random;

/** An order that takes no memory, for several million prompts. */
final class PermutedPass implements PassOrder {
    private final int size;
    private final Random random;
    private Permutation permutation;
    private boolean firstTwoSwapped;

    PermutedPass(int size, Random random) {
        this.size = size;
        this.random = random;
        this.permutation = new Permutation(size, random);
    }

    @Override
    public int at(int position) {
        return permutation.at(firstTwoSwapped && position < 2 ? 1 - position : position);
    }

    @Override
    public void again() {
        int last = at(size - 1);
        permutation = new Permutation(size, random);
        firstTwoSwapped = permutation.at(0) == last;
    }
}
