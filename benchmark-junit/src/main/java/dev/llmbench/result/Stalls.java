package dev.llmbench.result;

import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The stalls of the generator's JVM, for example during garbage collection or while the machine had no free processor.
 *
 * <pre>{@code
 * Duration longest = result.facts().stalls().longest();
 * }</pre>
 *
 * @param each the stalls of ten milliseconds or more, in order
 * @param total the total length of those longer than the plan's lag tolerance
 * @param longest the length of the longest of these
 */
public record Stalls(List<Stall> each, Duration total, Duration longest) {
    private static final long WORTH_TELLING_MICROS = 10_000;

    /** No stalls. */
    public static final Stalls NONE = new Stalls(List.of(), Duration.ZERO, Duration.ZERO);

    public Stalls {
        each = List.copyOf(each);
    }

    /**
     * Summarizes the stalls of a run.
     *
     * @param all the stalls, in order
     * @param tolerance stalls shorter than this count neither for the total nor for the longest
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
     * Merges the stalls of several generators. Overlapping stalls become one.
     *
     * @param tolerance stalls shorter than this count neither for the total nor for the longest
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
