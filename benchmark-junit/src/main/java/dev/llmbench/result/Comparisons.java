package dev.llmbench.result;

import dev.llmbench.regression.RelativeBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The comparisons of a run with a baseline: with earlier runs, or with a second endpoint in the same run.
 *
 * <pre>{@code
 * boolean compared = !result.comparisons().all().isEmpty();
 * }</pre>
 *
 * @param all the comparisons that the plan's budgets require
 * @param further makes more comparisons, for instance for an assertion of the test; returns empty if no baseline is
 *     available
 */
public record Comparisons(List<FigureComparison> all, Function<RelativeBudget, Optional<FigureComparison>> further) {
    /** No baseline is available. */
    public static final Comparisons NONE = new Comparisons(List.of(), budget -> Optional.empty());

    public Comparisons {
        all = List.copyOf(all);
    }

    /** Returns a copy with other comparisons for the plan's budgets. */
    public Comparisons with(List<FigureComparison> compared) {
        return new Comparisons(compared, further);
    }

    /** Returns the comparison for a budget; empty if no baseline is available or if the run lacks the figure. */
    public Optional<FigureComparison> of(RelativeBudget budget) {
        return all.stream()
                .filter(comparison -> comparison.verdict().budget().equals(budget))
                .findFirst()
                .or(() -> further.apply(budget));
    }
}
