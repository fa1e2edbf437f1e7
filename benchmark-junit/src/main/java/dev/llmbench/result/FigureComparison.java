package dev.llmbench.result;

import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.stats.SignedRank;
import java.util.List;

/**
 * A figure of this run, compared with those of earlier runs or with that of a second endpoint.
 *
 * <pre>{@code
 * result.comparisons().all().forEach(comparison -> System.out.println(comparison.verdict()));
 * }</pre>
 *
 * @param verdict the verdict on its budget
 * @param now the figure of this run
 * @param before the figures of the newest 60 earlier runs, in order; none in a comparison with a second endpoint
 * @param blocks the logarithm of the ratio of both endpoints' figures in each block, above 0 where the candidate's is worse;
 *     none in a comparison with earlier runs
 */
public record FigureComparison(RelativeVerdict verdict, RunFigure now, List<RunFigure> before, List<Double> blocks) {

    private static final int MOST_BEFORE = 60;

    public FigureComparison {
        before = List.copyOf(before.subList(Math.max(0, before.size() - MOST_BEFORE), before.size()));
        blocks = List.copyOf(blocks);
    }

    /** How far apart both endpoints are by ranks, as a check that assumes no distribution; there must be blocks. */
    public SignedRank byRanks() {
        return SignedRank.of(blocks.stream().mapToDouble(log -> log).toArray());
    }
}
