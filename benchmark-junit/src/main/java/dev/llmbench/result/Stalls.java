package dev.llmbench.result;

import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When the generator's JVM stood still: pauses to collect garbage, a machine without a free processor.
 *
 * <pre>{@code
 * Duration longest = result.facts().stalls().longest();
 * }</pre>
 *
 * @param each the stalls of ten milliseconds and more, in order
 * @param total those longer than the plan's lag tolerance, together
 * @param longest the longest of them
 */
public record Stalls(List<Stall> each, Duration total, Duration longest) {
    private static final long WORTH_TELLING_MICROS = 10_000;

    /** No stall at all. */
    public static final Stalls NONE = new Stalls(List.of(), Duration.ZERO, Duration.ZERO);

    public Stalls {
        each = List.copyOf(each);
    }

    /**
     * Sums up the stalls of a run.
     *
     * @param all in order
     * @param tolerance shorter stalls count in neither sum nor maximum
     */
    public static Stalls of(List<Stall> all, Duration tolerance) {
        List<Duration> counted = all.stream()
                .map(stall -> Duration.ofNanos(stall.micros() * 1_000))
                .filter(length -> length.compareTo(tolerance) > 0)
                .toList();
        return new Stalls(
                all.stream()
                        .filter(stall -> stall.micros() >= WORTH_TELLING_MICROS)
                        .toList(),
                counted.stream().reduce(Duration.ZERO, Duration::plus),
                counted.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
    }

    /**
     * Returns when any of several generators stood still. Stalls that overlap are one.
     *
     * @param tolerance shorter stalls count in neither sum nor maximum
     */
    public static Stalls merged(List<Stalls> generators, Duration tolerance) {
        List<Stall> joined = new ArrayList<>();
        generators.stream()
                .flatMap(stalls -> stalls.each.stream())
                .sorted(Comparator.comparingLong(Stall::fromMicros))
                .forEach(stall -> {
                    int last = joined.size() - 1;
                    if (last >= 0 && stall.fromMicros() <= joined.get(last).toMicros()) {
                        Stall before = joined.get(last);
                        joined.set(last, new Stall(before.fromMicros(), Math.max(before.toMicros(), stall.toMicros())));
                    } else {
                        joined.add(stall);
                    }
                });
        return of(joined, tolerance);
    }
}
