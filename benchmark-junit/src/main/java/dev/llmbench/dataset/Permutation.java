package dev.llmbench.dataset;

import java.util.Random;

/**
 * An order of the numbers from 0 that takes no memory: a Feistel network over twice as many bits as half the numbers need, repeated until the result is one of them (Black and Rogaway's cycle
 * walking, "Ciphers with Arbitrary Finite Domains", 2002).
 */
final class Permutation {
    private static final int ROUNDS = 6;

    private final int size;
    private final int halfBits;
    private final int mask;
    private final long[] keys = new long[ROUNDS];

    /** A permutation that the random numbers choose. */
    Permutation(int size, Random random) {
        this.size = size;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
        this.halfBits = (bits + 1) / 2;
        this.mask = (1 << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = random.nextLong();
        }
    }

    /** The number at a position. At most four times as many numbers as there are can be walked through. */
    int at(int position) {
        long value = position;
        do {
            value = encrypt(value);
        } while (value >= size);
        return (int) value;
    }

    private long encrypt(long value) {
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
