package dev.llmbench.benchmark;

import java.time.Duration;

/** How the simulated model answers: when its first token comes, one token each so much later, and how many. */
record Service(Duration ttft, Duration tpot, int tokens) {

    static Service of(long ttftMillis, long tpotMillis, int tokens) {
        return new Service(Duration.ofMillis(ttftMillis), Duration.ofMillis(tpotMillis), tokens);
    }
}
