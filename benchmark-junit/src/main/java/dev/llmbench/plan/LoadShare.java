package dev.llmbench.plan;

/**
 * The share of a load that one of several generators sends. Each generator computes the whole schedule and sends only what
 * its share owns, so together they send exactly what a single generator would.
 *
 * <pre>{@code
 * long users = new LoadShare(0, 3).of(100);
 * }</pre>
 *
 * @param index the number of the generator, counted from 0
 * @param of the number of generators
 */
public record LoadShare(int index, int of) {

    /** The share of a single generator, which owns everything. */
    public static final LoadShare WHOLE = new LoadShare(0, 1);

    public LoadShare {
        if (of < 1 || index < 0 || index >= of) {
            throw new IllegalArgumentException("There is no share " + index + " of " + of);
        }
    }

    /** Returns whether this share owns the item with the given number, counted from 0. */
    public boolean owns(long item) {
        return item % of == index;
    }

    /** Returns how many of the first items this share owns. The sum over all shares is the number of items. */
    public long of(long items) {
        return (items + of - 1 - index) / of;
    }

    /** Returns the number of this share's n-th item, both counted from 0. */
    public long item(long n) {
        return n * of + index;
    }

    /**
     * Returns whether this share owns a pair of requests. Two successive pairs belong to the same share, because their order
     * alternates and each generator must send as many pairs in one order as in the other.
     */
    public boolean ownsPair(long pair) {
        return owns(pair / 2);
    }

    /** Returns how many of the first pairs this share owns. */
    public long ofPairs(long pairs) {
        return 2 * of(pairs / 2) + (pairs % 2 == 1 && ownsPair(pairs - 1) ? 1 : 0);
    }

    /** Returns the number of this share's n-th pair, both counted from 0. */
    public long pair(long n) {
        return 2 * item(n / 2) + n % 2;
    }
}
