package dev.llmbench.benchmark;

import dev.llmbench.plan.LoadModel;
import java.time.Duration;
import java.util.List;

/**
 * The load that a generator makes in a fresh JVM.
 *
 * @param model what the target counts
 * @param target virtual users, or requests a second
 * @param ramp how long it takes to get there; zero starts all at once
 * @param hold how long it stays there
 * @param heap the JVM's {@code -Xmx}
 * @param probes when to look at the generator's own state, from the start of the run
 * @param collected whether to collect garbage before each look, to see what of the heap is in use
 * @param limits on TTFT p95, each of which the run is judged against
 */
record Job(
        LoadModel model,
        int target,
        Duration ramp,
        Duration hold,
        String heap,
        List<Duration> probes,
        boolean collected,
        List<Duration> limits) {

    static Job users(int users, long seconds) {
        return new Job(
                LoadModel.VIRTUAL_USERS,
                users,
                Duration.ZERO,
                Duration.ofSeconds(seconds),
                "512m",
                List.of(),
                false,
                List.of());
    }

    static Job arrivals(int perSecond, long seconds) {
        return new Job(
                LoadModel.ARRIVAL_RATE,
                perSecond,
                Duration.ZERO,
                Duration.ofSeconds(seconds),
                "512m",
                List.of(),
                false,
                List.of());
    }

    Job rampedOver(long seconds) {
        return new Job(model, target, Duration.ofSeconds(seconds), hold, heap, probes, collected, limits);
    }

    Job withHeap(String most) {
        return new Job(model, target, ramp, hold, most, probes, collected, limits);
    }

    Job probedAt(Long... seconds) {
        return new Job(
                model,
                target,
                ramp,
                hold,
                heap,
                List.of(seconds).stream().map(Duration::ofSeconds).toList(),
                collected,
                limits);
    }

    Job collectedBefore() {
        return new Job(model, target, ramp, hold, heap, probes, true, limits);
    }

    Job judgedAgainst(List<Duration> ttftP95) {
        return new Job(model, target, ramp, hold, heap, probes, collected, ttftP95);
    }
}
