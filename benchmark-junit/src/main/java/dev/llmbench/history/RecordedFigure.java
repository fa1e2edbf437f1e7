package dev.llmbench.history;

import dev.llmbench.regression.MeasuredFigure;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a run as it is kept, in its own unit: microseconds of a latency, so many a second of a throughput.
 *
 * @param value as it was measured
 * @param low the least that it can truly have been, given what the load generator may have added
 * @param high the most, likewise
 * @param seLn the standard error of its logarithm, by the run's own samples; null where they are too few
 * @param n how many samples it is drawn from
 */
public record RecordedFigure(
        double value, double low, double high, @Nullable Double seLn, long n) {

    public RecordedFigure {
        if (!(low > 0 && low <= value && value <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a figure is above 0 and lies between its bounds: " + low + " ≤ " + value + " ≤ " + high);
        }
        if (seLn != null && !(seLn >= 0)) {
            throw new IllegalArgumentException("a standard error is not negative: " + seLn);
        }
    }

    /** Keeps a figure. */
    public static RecordedFigure of(MeasuredFigure figure, long samples) {
        OptionalDouble error = figure.logError();
        return new RecordedFigure(
                figure.value(),
                figure.low(),
                figure.high(),
                error.isPresent() ? Double.valueOf(error.getAsDouble()) : null,
                samples);
    }

    MeasuredFigure measured() {
        return new MeasuredFigure(value, low, high, seLn == null ? OptionalDouble.empty() : OptionalDouble.of(seLn));
    }
}
