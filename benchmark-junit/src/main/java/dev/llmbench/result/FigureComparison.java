package dev.llmbench.result;

import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.stats.SignedRank;
import java.util.List;

/**
 * A figure of this run beside those of earlier runs, or beside that of a second endpoint.
 *
 * <pre>{@code
 * result.comparisons().all().forEach(comparison -> System.out.println(comparison.verdict()));
 * }</pre>
 *
 * @param verdict how the budget on it came out
 * @param now the figure of this run
 * @param before those of the earlier runs, in their order; none if it was compared with a second endpoint
 * @param blocks the logarithm of the ratio of both endpoints' figures in each block, above 0 where the candidate's is worse;
 *     none if it was compared with earlier runs
 */
public record FigureComparison(RelativeVerdict verdict, RunFigure now, List<RunFigure> before, List<Double> blocks) {

    public FigureComparison {
        before = List.copyOf(before);
        blocks = List.copyOf(blocks);
    }

    /** How far apart both endpoints are by ranks, as a check that assumes no distribution; there must be blocks. */
    public SignedRank byRanks() {
        return SignedRank.of(blocks.stream().mapToDouble(log -> log).toArray());
    }
}
