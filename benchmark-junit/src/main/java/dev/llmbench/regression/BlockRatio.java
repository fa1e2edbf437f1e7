package dev.llmbench.regression;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The difference between two endpoints in one block of time, as the logarithm of the ratio of their figures; above 0 if the
 * candidate is worse.
 *
 * @param figure the ratio of the compared figure
 * @param mean the ratio of the geometric mean of the same latency, which best shows that all requests are slower; empty for a
 * throughput
 */
public record BlockRatio(double figure, OptionalDouble mean) {

    /** Returns the ratio in this block; empty if one of the endpoints has no sample in it. */
    public static Optional<BlockRatio> of(ComparedFigure figure, double[] candidate, double[] baseline) {
        if (candidate.length == 0 || baseline.length == 0) {
            return Optional.empty();
        }
        double ratio = figure.log(value(figure, candidate)) - figure.log(value(figure, baseline));
        return Optional.of(new BlockRatio(
                ratio,
                figure.isLatency()
                        ? OptionalDouble.of(meanLog(candidate) - meanLog(baseline))
                        : OptionalDouble.empty()));
    }

    private static double value(ComparedFigure figure, double[] values) {
        return switch (figure.statistic().kind()) {
            case PERCENTILE -> percentile(values, figure.statistic().percent());
            case MEAN -> Arrays.stream(values).sum() / values.length;
            default -> Arrays.stream(values).sum();
        };
    }

    /** Interpolates between the two nearest samples, which varies less from block to block than the nearest rank. */
    private static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = (sorted.length - 1) * percent / 100;
        int below = (int) rank;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static double meanLog(double[] values) {
        return Arrays.stream(values).map(Math::log).sum() / values.length;
    }
}
