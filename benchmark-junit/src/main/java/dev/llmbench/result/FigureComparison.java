package dev.llmbench.result;

import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.stats.SignedRank;
import java.util.List;

/**
 * A comparison of a figure of this run with earlier runs or with a second endpoint.
 *
 * <pre>{@code
 * result.comparisons().all().forEach(comparison -> System.out.println(comparison.verdict()));
 * }</pre>
 *
 * @param verdict the verdict on the budget
 * @param now the figure of this run
 * @param before the figures of the latest 60 earlier runs, in order; empty in a comparison with a second endpoint
 * @param blocks the logarithm of the ratio of the two endpoints' figures in each block, above 0 if the candidate is
 *     worse; empty in a comparison with earlier runs
 */
public record FigureComparison(RelativeVerdict verdict, RunFigure now, List<RunFigure> before, List<Double> blocks) {

    private static final int MOST_BEFORE = 60;

    public FigureComparison {
        before = List.copyOf(before.subList(Math.max(0, before.size() - MOST_BEFORE), before.size()));
        blocks = List.copyOf(blocks);
    }

    /**
     * Returns how far apart the endpoints are by ranks, as a check that assumes no distribution. There must be blocks.
     */
    public SignedRank byRanks() {
        return SignedRank.of(blocks.stream().mapToDouble(log -> log).toArray());
    }
}
