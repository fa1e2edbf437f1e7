package dev.llmbench.regression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A run with two endpoints, split into blocks of time in which both are compared.
 *
 * @param length the length of a block
 * @param ratios the ratios of the blocks that are compared, in order
 * @param leftOut the number of other blocks: those with a stall of the load generator, or without a sample of one endpoint
 */
public record Blocks(Duration length, List<BlockRatio> ratios, int leftOut) {
    private static final int USUAL_COUNT = 30;
    private static final long USUAL_MICROS = 10_000_000;
    private static final int FEWEST_SAMPLES = 20;
    private static final int MOST_LEFT_OUT = 3;

    public Blocks {
        ratios = List.copyOf(ratios);
    }

    /**
     * A block or a pair of blocks.
     *
     * @param ratio the ratio; empty if an endpoint has no sample in it
     * @param isDisturbed whether the load generator stalled in it
     */
    public record Part(Optional<BlockRatio> ratio, boolean isDisturbed) {}

    /**
     * Determines whether the load generator stalled between two times, in microseconds since the start of what is
     * compared.
     */
    @FunctionalInterface
    public interface Disturbance {
        boolean isBetween(long from, long to);
    }

    /**
     * Splits a run in which both endpoints got the same load at the same time into blocks: 30, or one per ten seconds if that
     * makes more, but with at least about 20 requests of each endpoint in a block.
     *
     * @param length the length of what is compared; the times of both endpoints count from its start
     */
    public static Blocks simultaneous(
            ComparedFigure figure, ArmValues candidate, ArmValues baseline, Duration length, Disturbance disturbance) {
        int count = count(candidate, baseline, length);
        double micros = length.toNanos() / 1e3 / count;
        long[] edges = new long[count + 1];
        Arrays.setAll(edges, i -> Math.round(i * micros));
        double[][] ofCandidate = candidate.split(edges);
        double[][] ofBaseline = baseline.split(edges);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part(
                    BlockRatio.of(figure, ofCandidate[i], ofBaseline[i]),
                    disturbance.isBetween(edges[i], edges[i + 1])));
        }
        return of(length.dividedBy(count), parts);
    }

    private static int count(ArmValues candidate, ArmValues baseline, Duration length) {
        long byTime = Math.max(USUAL_COUNT, length.toNanos() / 1_000 / USUAL_MICROS);
        long bySamples = Math.min(candidate.size(), baseline.size()) / FEWEST_SAMPLES;
        return (int) Math.max(1, Math.min(byTime, bySamples));
    }

    /**
     * Returns the pairs of a run in which the endpoints took turns.
     *
     * @param length the length of a block
     */
    public static Blocks inTurns(Duration length, List<Part> pairs) {
        return of(length, pairs);
    }

    /**
     * Leaves out disturbed parts, as long as they are at most a third. A generator that stalls more often does so at
     * random for both endpoints, which is noise rather than an advantage for one of them.
     */
    private static Blocks of(Duration length, List<Part> parts) {
        boolean areFew = parts.stream().filter(Part::isDisturbed).count() * MOST_LEFT_OUT <= parts.size();
        List<BlockRatio> ratios = parts.stream()
                .filter(part -> !(areFew && part.isDisturbed()))
                .flatMap(part -> part.ratio().stream())
                .toList();
        return new Blocks(length, ratios, parts.size() - ratios.size());
    }

    /** Returns the logarithm of the ratio of the figures in each block. */
    public List<Double> logs() {
        return ratios.stream().map(BlockRatio::figure).toList();
    }

    boolean areMostlyThere() {
        return leftOut * MOST_LEFT_OUT <= ratios.size() + leftOut;
    }
}
