package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.stats.Interval;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * TPOT measured by two lengths of output: the mean over pairs of (E2E(M + difference) - E2E(M)) / difference. A pair
 * counts only if both outputs have exactly the requested length.
 *
 * <pre>{@code
 * result.tpotByDifference().ifPresent(tpot -> System.out.println(tpot.inWords()));
 * }</pre>
 *
 * @param difference how many more tokens the longer request of each pair asks for
 * @param pairs the number of pairs that count
 * @param micros the mean in microseconds per token; empty if no pair counts
 * @param standardError the standard error of the mean; empty if fewer than two pairs count
 * @param interval the 95 % interval of the mean, by Student's t; unbounded if fewer than two pairs count
 * @param possible the bounds of the true mean of these pairs, given what the load generator may have added; unbounded
 *     if no pair counts
 * @param leftOut the number of pairs that do not count, for each reason that occurred
 */
public record TpotByDifference(
        int difference,
        long pairs,
        OptionalDouble micros,
        OptionalDouble standardError,
        Interval interval,
        Interval possible,
        Map<ExclusionReason, Long> leftOut) {

    public TpotByDifference {
        Map<ExclusionReason, Long> inOrder = new EnumMap<>(ExclusionReason.class);
        inOrder.putAll(leftOut);
        leftOut = Collections.unmodifiableMap(inOrder);
    }

    /** Returns the number of pairs that do not count. */
    public long leftOutPairs() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the finding in one sentence. */
    public String inWords() {
        return "TPOT by M and M+" + difference + " "
                + (micros.isPresent() ? "was " + shown(micros.getAsDouble()) + certainty() : "is unknown: ")
                + counted();
    }

    private String certainty() {
        if (!interval.isBounded()) {
            return ", ";
        }
        return " ± " + shown(standardError.orElse(0)) + " (95 % interval "
                + shown(interval.lower().orElse(0)) + " to "
                + shown(interval.upper().orElse(0)) + "), ";
    }

    /** A difference may be negative by chance. */
    private static String shown(double value) {
        return (value < 0 ? "-" : "") + Format.micros(Math.abs(value));
    }

    private String counted() {
        String used = counted(pairs, pairs == 1 ? "pair" : "pairs");
        return leftOut.isEmpty()
                ? used
                : used + ", " + counted(leftOutPairs(), "left out") + ": "
                        + leftOut.entrySet().stream()
                                .map(kind ->
                                        counted(kind.getValue(), kind.getKey().inWords()))
                                .collect(Collectors.joining(", "));
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s", count, what);
    }
}
