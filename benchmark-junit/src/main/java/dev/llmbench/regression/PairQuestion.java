package dev.llmbench.regression;

import java.util.List;

/**
 * A budget and the two endpoints that it is judged on.
 *
 * @param budget the budget
 * @param blocks the comparison of both endpoints, block by block
 * @param value the candidate's figure over the whole run, in its own unit
 * @param baseline the baseline's figure
 * @param against the name of the baseline, for display
 * @param equalRuns earlier runs in which both endpoints had the same code
 */
public record PairQuestion(
        RelativeBudget budget,
        Blocks blocks,
        double value,
        double baseline,
        String against,
        List<PairRatio> equalRuns) {

    public PairQuestion {
        equalRuns = List.copyOf(equalRuns);
    }
}
