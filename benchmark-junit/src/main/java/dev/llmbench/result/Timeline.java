package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run over time, in slots of a second. A run of more than two hours has longer slots, at most 7,200 of them, so that
 * memory is bounded. Each slot contains everything that a {@link Measurement} has. The histograms of the slots of a
 * window are added, never averaged. The timeline starts with the run; requests of the warm-up are in none of its slots.
 *
 * <pre>{@code
 * result.timeline().windows(ofSeconds(10)).forEach(window -> System.out.println(window.ok() + " ok"));
 * }</pre>
 */
public final class Timeline {
    private static final int MOST_SLOTS = 7_200;
    private static final Set<Metric> ALL_LATENCIES = latencies();

    private final Duration length;
    private final LoadPlan plan;
    private final Duration slot;
    private final NavigableMap<Integer, ScopeAccumulator> slots;
    private final int size;

    Timeline(LoadPlan plan, Duration slot, NavigableMap<Integer, ScopeAccumulator> slots, Duration elapsed) {
        this.plan = plan;
        this.length = plan.load().end();
        this.slot = slot;
        this.slots = new TreeMap<>(slots);
        this.size = (int) Math.min(wholeSlots(length), wholeSlots(elapsed));
    }

    /** Returns the length of a slot, in whole seconds, in the timeline of a load. */
    public static Duration slotFor(Load load) {
        long seconds = load.end().plusNanos(999_999_999).toSeconds();
        return Duration.ofSeconds(Math.max(1, (seconds + MOST_SLOTS - 1) / MOST_SLOTS));
    }

    private static Set<Metric> latencies() {
        Set<Metric> latencies = EnumSet.allOf(Metric.class);
        latencies.removeIf(metric -> !metric.isLatency());
        return latencies;
    }

    /** Returns the length of a slot, in whole seconds. */
    public Duration slot() {
        return slot;
    }

    /** Returns the number of slots of the planned time, as far as the run got. The last slot may be shorter. */
    public int size() {
        return size;
    }

    /**
     * Returns the measurement of a time window: latencies and outcomes of the requests scheduled in it, and throughput
     * of those that ended ok in it. Percentiles have three significant digits, like those of the run.
     *
     * @param from its start, counted from the start of the run; a whole multiple of {@link #slot()}
     * @param to its end, counted from the start of the run; at most the planned end of the run
     * @throws ConfigurationException if the window is empty, outside the run, or not in whole slots
     */
    public Measurement window(Duration from, Duration to) {
        Duration end = to.compareTo(length) < 0 ? to : length;
        if (from.isNegative() || from.compareTo(end) >= 0) {
            throw ConfigurationException.of(
                    "window",
                    shown(from, to),
                    "a window must begin before its end and within the run of " + Durations.format(length),
                    "Name a time within the run");
        }
        if (!isWhole(from) || !(isWhole(end) || end.equals(length))) {
            throw ConfigurationException.of(
                    "window",
                    shown(from, to),
                    "the timeline of this run is kept in slots of " + Durations.format(slot),
                    "Use whole multiples of that");
        }
        return window((int) from.dividedBy(slot), (int) wholeSlots(end), ALL_LATENCIES);
    }

    /**
     * Returns successive windows from the start of the run. Each is created on demand; the last may be shorter.
     *
     * @param windowLength a whole multiple of {@link #slot()}
     * @throws ConfigurationException if the length is not such a multiple
     */
    public Stream<Measurement> windows(Duration windowLength) {
        return windows(windowLength, ALL_LATENCIES);
    }

    /**
     * Returns successive windows with the given latencies only, which is faster.
     *
     * @param metrics latencies
     */
    public Stream<Measurement> windows(Duration windowLength, Set<Metric> metrics) {
        int step = slots("window", windowLength);
        return IntStream.range(0, (size + step - 1) / step)
                .mapToObj(i -> window(i * step, Math.min(size, (i + 1) * step), metrics));
    }

    /** Returns the measurement from the first slot up to, but not including, the end, with the given latencies only. */
    Measurement window(int first, int end, Set<Metric> metrics) {
        Duration to = slot.multipliedBy(end);
        Scope scope = Scope.window(slot.multipliedBy(first), to.compareTo(length) < 0 ? to : length);
        var context = new Measurement.Context(plan, this, Optional.empty());
        return ScopeAccumulator.measured(
                scope, context, slots.subMap(first, end).values(), metrics);
    }

    /** Returns the chunk gaps of each slot that has any. */
    SortedMap<Integer, KeptLatencies> chunkGaps() {
        SortedMap<Integer, KeptLatencies> gaps = new TreeMap<>();
        slots.forEach((number, slotted) -> {
            Bounded ofSlot = ScopeAccumulator.latency(List.of(slotted), Metric.CHUNK_GAP);
            if (!ofSlot.values().isEmpty()) {
                gaps.put(number, ofSlot.kept());
            }
        });
        return gaps;
    }

    /** Returns the number of slots in a length of time. */
    int slots(String attribute, Duration windowLength) {
        if (windowLength.isNegative() || windowLength.isZero() || !isWhole(windowLength)) {
            throw ConfigurationException.of(
                    attribute,
                    Durations.format(windowLength),
                    "the timeline of this run is kept in slots of " + Durations.format(slot),
                    "Use a whole multiple of that");
        }
        return (int) windowLength.dividedBy(slot);
    }

    /** Returns the number of slots up to a time, including the slot that contains it. */
    long wholeSlots(Duration time) {
        return time.plus(slot).minusNanos(1).dividedBy(slot);
    }

    private boolean isWhole(Duration time) {
        return slot.multipliedBy(time.dividedBy(slot)).equals(time);
    }

    private static String shown(Duration from, Duration to) {
        return Durations.format(from) + " to " + Durations.format(to);
    }
}
