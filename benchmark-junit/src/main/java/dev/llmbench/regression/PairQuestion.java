package dev.llmbench.regression;

import java.util.List;

/**
 * A budget and the two endpoints that it is judged on.
 *
 * @param budget what is asked
 * @param blocks how both compare, block by block
 * @param value the candidate's figure over the whole run, in its own unit
 * @param baseline the baseline's, likewise
 * @param against how the baseline is named to people
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
