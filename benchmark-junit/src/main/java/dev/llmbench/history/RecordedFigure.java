package dev.llmbench.history;

import dev.llmbench.regression.MeasuredFigure;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A recorded figure of a run, in its own unit: microseconds for a latency, a rate per second for a throughput.
 *
 * @param value the measured value
 * @param low the lowest possible true value, given what the load generator may have added
 * @param high the highest possible true value
 * @param seLn the standard error of its logarithm, estimated from the run's own samples; null if there are too few
 * @param n the number of samples
 */
public record RecordedFigure(
        double value, double low, double high, @Nullable Double seLn, long n) {

    public RecordedFigure {
        if (!(low > 0 && low <= value && value <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A figure must be above 0 and lie between its bounds: " + low + " ≤ " + value + " ≤ " + high);
        }
        if (seLn != null && !(seLn >= 0)) {
            throw new IllegalArgumentException("A standard error must not be negative: " + seLn);
        }
    }

    /** Records a figure. */
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
