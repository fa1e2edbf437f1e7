package dev.llmbench.dataset.trace;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.TraceTimeUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The times of a trace's first requests, as evidence of their unit.
 *
 * @param first the earliest time, in millionths of its unit
 * @param perUnit the number of requests per unit after the first time; NaN if all arrive at once
 * @param fractions whether any time is not a whole number
 */
public record TraceTimes(long first, double perUnit, boolean fractions) {
    /**
     * Larger numbers are Unix times (seconds after 2001, or milliseconds after 1973) rather than times since the start
     * of the trace.
     */
    private static final long UNIX_SECONDS = 1_000_000_000L * TraceRow.MILLIONTHS;

    private static final long UNIX_MILLIS = 100_000_000_000L * TraceRow.MILLIONTHS;

    /**
     * With more requests per second than this, the times may as well be seconds that are taken for milliseconds:
     * published traces have up to 7 per second.
     */
    private static final double MOST_A_SECOND = 15;
    /** Fractions that result in fewer requests per second than this may be fractional milliseconds. */
    private static final double FEWEST_OF_FRACTIONS = 0.1;
    /** Whole numbers that result in fewer requests per second than this may be milliseconds. */
    private static final double FEWEST_OF_WHOLES = 0.01;

    public static TraceTimes of(List<TraceRow> rows) {
        long first = rows.stream().mapToLong(TraceRow::time).min().orElse(0);
        long last = rows.stream().mapToLong(TraceRow::time).max().orElse(0);
        long later = rows.stream().filter(row -> row.time() > first).count();
        return new TraceTimes(
                first,
                later * (double) TraceRow.MILLIONTHS / (last - first),
                rows.stream().anyMatch(row -> row.time() % TraceRow.MILLIONTHS != 0));
    }

    /** Returns the unit of the times; empty if it is ambiguous. */
    public Optional<TraceTimeUnit> unit(DatasetFormat format) {
        TraceTimeUnit usual = usual(format);
        if (Double.isNaN(perUnit)) {
            return Optional.of(usual);
        }
        if (first >= UNIX_SECONDS) {
            return Optional.of(first >= UNIX_MILLIS ? TraceTimeUnit.MILLISECONDS : TraceTimeUnit.SECONDS);
        }
        return isEvident(usual) ? Optional.of(fractions ? TraceTimeUnit.SECONDS : usual) : Optional.empty();
    }

    private boolean isEvident(TraceTimeUnit usual) {
        if (usual == TraceTimeUnit.SECONDS) {
            return fractions || perUnit >= FEWEST_OF_WHOLES;
        }
        return fractions ? perUnit >= FEWEST_OF_FRACTIONS : perUnit * 1_000 <= MOST_A_SECOND;
    }

    /** Returns the usual unit of a format's times, as published by its authors. */
    public static TraceTimeUnit usual(DatasetFormat format) {
        return format == DatasetFormat.MOONCAKE ? TraceTimeUnit.MILLISECONDS : TraceTimeUnit.SECONDS;
    }

    public DatasetException ambiguous(String location) {
        return new DatasetException(String.format(
                Locale.ROOT,
                "dataset = \"%s\" has times that may be seconds or milliseconds: they are %s, and the requests arrive at"
                        + " %.3g per second if they are seconds, and at %.3g per second if they are milliseconds;"
                        + " set traceTimeUnit = SECONDS or traceTimeUnit = MILLISECONDS",
                location,
                fractions ? "numbers with fractions" : "whole numbers",
                perUnit,
                perUnit * 1_000));
    }
}
