package dev.llmbench.regression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A run against two endpoints, cut into blocks of time in which both are compared.
 *
 * @param length how long a block is
 * @param ratios of the blocks that are compared, in their order
 * @param leftOut how many more there were: those with a stall of the load generator, or without a sample of one endpoint
 */
public record Blocks(Duration length, List<BlockRatio> ratios, int leftOut) {
    private static final int USUAL_COUNT = 30;
    private static final long USUAL_MICROS = 10_000_000;
    private static final int FEWEST_SAMPLES = 20;

    public Blocks {
        ratios = List.copyOf(ratios);
    }

    /**
     * Cuts a run in which both endpoints got the same load at the same time: into 30 blocks, or as many of ten seconds as
     * there are if those are more, but with no fewer than about 20 requests of each endpoint in a block.
     *
     * @param length of what is compared; the arms' moments count from its start
     * @param isDisturbed whether the generator stood still in the block of the given number, when there are so many as
     * {@link #count} says
     */
    public static Blocks simultaneous(
            ComparedFigure figure, Arm candidate, Arm baseline, Duration length, LongPredicate isDisturbed) {
        int count = count(candidate, baseline, length);
        double micros = length.toNanos() / 1e3 / count;
        double[][] of = candidate.blocks(count, micros);
        double[][] against = baseline.blocks(count, micros);
        List<BlockRatio> ratios = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!isDisturbed.test(i)) {
                BlockRatio.of(figure, of[i], against[i]).ifPresent(ratios::add);
            }
        }
        return new Blocks(length.dividedBy(count), ratios, count - ratios.size());
    }

    /** Into how many blocks such a run is cut. */
    public static int count(Arm candidate, Arm baseline, Duration length) {
        long byTime = Math.max(USUAL_COUNT, length.toNanos() / 1_000 / USUAL_MICROS);
        long bySamples = Math.min(candidate.size(), baseline.size()) / FEWEST_SAMPLES;
        return (int) Math.max(1, Math.min(byTime, bySamples));
    }

    /**
     * The pairs of a run in which the endpoints took turns.
     *
     * @param pairs each pair's ratio in order; empty for one that is left out
     */
    public static Blocks inTurns(Duration length, List<Optional<BlockRatio>> pairs) {
        List<BlockRatio> ratios = pairs.stream().flatMap(Optional::stream).toList();
        return new Blocks(length, ratios, pairs.size() - ratios.size());
    }

    boolean isMostlyThere() {
        return leftOut * 3 <= ratios.size() + leftOut;
    }
}
