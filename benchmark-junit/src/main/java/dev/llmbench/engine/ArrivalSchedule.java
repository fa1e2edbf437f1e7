package dev.llmbench.engine;

import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;

/**
 * The arrival times of the open model: requests arrive whenever the integral of the rate passes the next threshold. The
 * thresholds are 1, 2, 3, … for constant spacing, and sums of exponential steps of mean 1 for Poisson arrivals, which makes
 * them a Poisson process of exactly that rate.
 */
final class ArrivalSchedule implements ArrivalFlow.Times {
    private final List<Stage> stages;
    private final PrimitiveIterator.OfDouble steps;
    private int stage;
    private double stageStart;
    private double rateBefore;
    private double arrivedBefore;
    private double threshold;

    private ArrivalSchedule(double startRate, List<Stage> stages, PrimitiveIterator.OfDouble steps) {
        this.stages = stages;
        this.steps = steps;
        this.rateBefore = startRate;
        this.threshold = steps.nextDouble();
    }

    /** Creates evenly spaced arrivals. */
    static ArrivalSchedule constant(double startRate, List<Stage> stages) {
        return new ArrivalSchedule(
                startRate,
                stages,
                java.util.stream.DoubleStream.generate(() -> 1).iterator());
    }

    /** Creates arrivals of a Poisson process, the same for the same seed. */
    static ArrivalSchedule poisson(double startRate, List<Stage> stages, long seed) {
        Random random = new Random(seed);
        // 1 - u lies in (0, 1], so that its logarithm is finite. StrictMath gives the same times on every machine.
        return new ArrivalSchedule(
                startRate,
                stages,
                java.util.stream.DoubleStream.generate(() -> -StrictMath.log(1 - random.nextDouble()))
                        .iterator());
    }

    @Override
    public long next() {
        while (stage < stages.size()) {
            Stage now = stages.get(stage);
            double length = seconds(now.duration());
            double arrivals = (rateBefore + now.target()) / 2 * length;
            double missing = threshold - arrivedBefore;
            if (missing <= arrivals && length > 0) {
                double at = stageStart + timeUntil(missing, rateBefore, (now.target() - rateBefore) / length);
                threshold += steps.nextDouble();
                return Math.round(Math.min(at, stageStart + length) * 1e6);
            }
            arrivedBefore += arrivals;
            stageStart += length;
            rateBefore = now.target();
            stage++;
        }
        return NO_MORE;
    }

    /**
     * Returns the time until this many have arrived, at a rate that starts at {@code rate} and changes by {@code slope} per
     * second: the root of {@code rate * t + slope * t² / 2 = arrivals}, written so that it is exact for slopes near zero.
     */
    private static double timeUntil(double arrivals, double rate, double slope) {
        double root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * arrivals));
        return rate + root == 0 ? 0 : 2 * arrivals / (rate + root);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
