package dev.llmbench.result;

import dev.llmbench.regression.RelativeBudget;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of earlier runs.
 *
 * <pre>{@code
 * boolean compared = !result.past().comparisons().isEmpty();
 * }</pre>
 *
 * @param comparisons those that the plan's budgets ask for
 * @param further compares more, as for an assertion of the test; gives nothing where the earlier runs are not at hand
 */
public record PastRuns(List<PastComparison> comparisons, Function<RelativeBudget, Optional<PastComparison>> further) {
    /** No earlier run is at hand. */
    public static final PastRuns NONE = of(List.of());

    public PastRuns {
        comparisons = List.copyOf(comparisons);
    }

    /** What was compared, and nothing to compare more with. */
    public static PastRuns of(List<PastComparison> comparisons) {
        return new PastRuns(comparisons, budget -> Optional.empty());
    }

    /** The comparison that a budget asks for; empty where there is no earlier run at hand, or no figure of this one. */
    public Optional<PastComparison> compared(RelativeBudget budget) {
        return comparisons.stream()
                .filter(comparison -> comparison.verdict().budget().equals(budget))
                .findFirst()
                .or(() -> further.apply(budget));
    }
}
