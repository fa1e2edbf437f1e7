package dev.llmbench.engine;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The dispatchers of a run: one for each endpoint, the candidate's first. Used by the engine's thread only. */
final class Arms {
    private final List<Dispatcher> all;
    private final List<Dispatcher> reversed;
    private final Random coin;

    /** @param seed makes the order of the endpoints repeatable */
    Arms(List<Dispatcher> all, long seed) {
        this.all = List.copyOf(all);
        this.reversed = all.size() == 1 ? this.all : List.of(all.get(1), all.get(0));
        this.coin = new Random(seed);
    }

    static Arms of(Dispatcher only) {
        return new Arms(List.of(only), 0);
    }

    List<Dispatcher> all() {
        return all;
    }

    Dispatcher candidate() {
        return all.get(0);
    }

    Optional<Dispatcher> baseline() {
        return all.stream().skip(1).findFirst();
    }

    /** Returns the dispatchers in random order, so that neither always sends first. */
    List<Dispatcher> inRandomOrder() {
        return all.size() > 1 && coin.nextBoolean() ? reversed : all;
    }

    // The engine asks all this at each of its turns, so by loops that allocate nothing.

    /** Whether one of them has reached the plan's limit. */
    boolean isSpent() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isSpent()) {
                return true;
            }
        }
        return false;
    }

    boolean hasLandings() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).hasLandings()) {
                return true;
            }
        }
        return false;
    }

    void takeLandings() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).takeLandings();
        }
    }

    void cutTimeouts(long now) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).cutTimeouts(now);
        }
    }

    long nextTimeout() {
        long next = TimerQueue.NEVER;
        for (int i = 0; i < all.size(); i++) {
            next = Math.min(next, all.get(i).nextTimeout());
        }
        return next;
    }

    int inFlight() {
        int sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).inFlight();
        }
        return sum;
    }

    /** Returns the number of requests sent to all endpoints. */
    long sent() {
        return all.stream().mapToLong(Dispatcher::sent).sum();
    }

    void cutAll(String why) {
        all.forEach(arm -> arm.cutAll(why));
    }

    void writeOffAll(String why) {
        all.forEach(arm -> arm.writeOffAll(why));
    }
}
