package dev.llmbench.engine;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

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

    /** Whether one of them has reached the plan's limit. */
    boolean isSpent() {
        return all.stream().anyMatch(Dispatcher::isSpent);
    }

    boolean hasLandings() {
        return all.stream().anyMatch(Dispatcher::hasLandings);
    }

    void takeLandings() {
        all.forEach(Dispatcher::takeLandings);
    }

    void cutTimeouts(long now) {
        all.forEach(arm -> arm.cutTimeouts(now));
    }

    long nextTimeout() {
        return Stream.concat(all.stream().map(Dispatcher::nextTimeout), Stream.of(TimerQueue.NEVER))
                .mapToLong(Long::longValue)
                .min()
                .getAsLong();
    }

    void cutAll(String why) {
        all.forEach(arm -> arm.cutAll(why));
    }

    void writeOffAll(String why) {
        all.forEach(arm -> arm.writeOffAll(why));
    }

    int inFlight() {
        return all.stream().mapToInt(Dispatcher::inFlight).sum();
    }
}
