package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.result.Tally;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;

/** Rates and TTFT of the last seconds of a run. Used by one thread. */
final class RecentTallies {
    /** The length of time that is covered. */
    static final Duration WINDOW = Duration.ofSeconds(5);

    private record Moment(Duration elapsed, Tally tally) {}

    private final Deque<Moment> moments = new ArrayDeque<>();

    RecentTallies() {
        moments.add(new Moment(Duration.ZERO, Tally.NOTHING));
    }

    /** Adds a tally, which must be later than the previous ones. */
    void add(Duration elapsed, Tally tally) {
        moments.addLast(new Moment(elapsed, tally));
        // The first tally is the base of the others: the latest one that is as old as the window.
        while (moments.size() > 2 && elapsed.minus(second().elapsed()).compareTo(WINDOW) >= 0) {
            moments.removeFirst();
        }
    }

    private Moment second() {
        return moments.stream().skip(1).findFirst().orElseThrow();
    }

    /** Returns by how much a count rose per second. */
    double perSecond(ToLongFunction<Tally> count) {
        Moment from = moments.getFirst();
        Moment to = moments.getLast();
        double seconds = to.elapsed().minus(from.elapsed()).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (count.applyAsLong(to.tally()) - count.applyAsLong(from.tally())) / seconds;
    }

    Distribution ttft() {
        LatencyHistogram sum = new LatencyHistogram();
        moments.stream().skip(1).forEach(moment -> moment.tally().recentTtft().addTo(sum));
        return sum.snapshot();
    }
}
