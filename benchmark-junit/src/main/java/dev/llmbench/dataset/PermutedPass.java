package dev.llmbench.dataset;

import java.util.Random;

/**
 * An order of several million prompts that takes no memory: a Feistel network over an even number of bits, repeated
 * until the result is in range (Black and Rogaway's cycle walking, "Ciphers with Arbitrary Finite Domains", 2002).
 */
final class PermutedPass implements PassOrder {
    private static final int ROUNDS = 6;

    private final int size;
    private final Random random;
    private final int halfBits;
    private final int mask;
    private final long[] keys = new long[ROUNDS];
    private boolean firstTwoSwapped;

    PermutedPass(int size, Random random) {
        this.size = size;
        this.random = random;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
        this.halfBits = (bits + 1) / 2;
        this.mask = (1 << halfBits) - 1;
        drawKeys();
    }

    private void drawKeys() {
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = random.nextLong();
        }
    }

    @Override
    public int at(int position) {
        return permuted(firstTwoSwapped && position < 2 ? 1 - position : position);
    }

    @Override
    public void again() {
        int last = at(size - 1);
        drawKeys();
        firstTwoSwapped = permuted(0) == last;
    }

    /** Returns the permuted position; takes at most four steps on average. */
    private int permuted(int position) {
        long value = position;
        do {
            value = encrypted(value);
        } while (value >= size);
        return (int) value;
    }

    private long encrypted(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (long key : keys) {
            long next = left ^ (SplitMix.of(right ^ key) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
