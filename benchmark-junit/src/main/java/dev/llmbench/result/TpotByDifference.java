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
 * TPOT by two lengths of output: the mean over pairs of (E2E(M + difference) - E2E(M)) / difference. Only pairs count of
 * which both outputs have exactly the length asked for.
 *
 * <pre>{@code
 * result.tpotByDifference().ifPresent(tpot -> System.out.println(tpot.inWords()));
 * }</pre>
 *
 * @param difference how many tokens more the longer request of each pair asks for
 * @param pairs how many pairs count
 * @param micros the mean in microseconds a token; empty where no pair counts
 * @param standardError of the mean, likewise; empty where fewer than two pairs count
 * @param interval of 95 % around the mean, by Student's t; without bounds where fewer than two pairs count
 * @param possible between which means the true one of these pairs lies, given what the load generator may have added;
 * without bounds where no pair counts
 * @param leftOut how many pairs do not count, by why; only those kinds that there are
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

    /** How many pairs do not count. */
    public long leftOutPairs() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The finding in one sentence. */
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

    /** By chance, or where the longer outputs come no later, a difference may be negative. */
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
