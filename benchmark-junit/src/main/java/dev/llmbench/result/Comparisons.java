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
 * @param all those that the plan's budgets ask for
 * @param further compares more, as for an assertion of the test; gives nothing if no baseline is at hand
 */
public record Comparisons(List<FigureComparison> all, Function<RelativeBudget, Optional<FigureComparison>> further) {
    /** No baseline is at hand. */
    public static final Comparisons NONE = new Comparisons(List.of(), budget -> Optional.empty());

    public Comparisons {
        all = List.copyOf(all);
    }

    /** Other comparisons that the plan's budgets ask for, and the same to compare more with. */
    public Comparisons with(List<FigureComparison> compared) {
        return new Comparisons(compared, further);
    }

    /** The comparison that a budget asks for; empty if no baseline is at hand, or the run lacks the figure. */
    public Optional<FigureComparison> of(RelativeBudget budget) {
        return all.stream()
                .filter(comparison -> comparison.verdict().budget().equals(budget))
                .findFirst()
                .or(() -> further.apply(budget));
    }
}
