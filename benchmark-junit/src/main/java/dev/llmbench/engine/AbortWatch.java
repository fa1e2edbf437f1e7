package dev.llmbench.engine;

import dev.llmbench.budget.LiveCount;
import dev.llmbench.budget.LiveCount.Standing;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TurnPart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Ends a run whose budgets are provably broken, see {@link AbortRule}. */
final class AbortWatch implements Watch {
    private final AbortRule rule;
    private final long warmUp;
    private final Supplier<List<RequestSample>> inFlight;
    private final Predicate<RequestSample> conclusive;
    private final Map<Budget, LiveCount> counts = new LinkedHashMap<>();

    /**
     * Watches all budgets of the plan that can be broken during a run.
     *
     * @param inFlight supplies samples of the requests in flight so far
     * @param quiet the time in which arrivals are judged
     */
    AbortWatch(LoadPlan plan, AbortRule rule, Supplier<List<RequestSample>> inFlight, LiveQuiet quiet) {
        this.rule = rule;
        this.warmUp = plan.load().warmUp().toNanos() / 1_000;
        this.inFlight = inFlight;
        this.conclusive = plan.load().model() == LoadModel.VIRTUAL_USERS ? sample -> true : quiet::contains;
        plan.budgets().stream()
                .filter(Budget::isBreakable)
                .forEach(budget -> counts.put(budget, new LiveCount(budget, plan)));
    }

    @Override
    public void ended(RequestSample sample) {
        if (!conclusive.test(sample)) {
            return;
        }
        counts.forEach((budget, count) -> {
            if (applies(budget, sample)) {
                count.ended(sample);
            }
        });
    }

    private static boolean applies(Budget budget, RequestSample sample) {
        TurnPart part = sample.turn();
        return budget.stage().orElse(sample.stage()) == sample.stage()
                && (budget.turn().isEmpty()
                        || (part != null && part.measuredAs() == budget.turn().getAsInt()));
    }

    @Override
    public Optional<String> look(long now) {
        if (now - warmUp < rule.delay().toNanos() / 1_000) {
            return Optional.empty();
        }
        List<RequestSample> going = inFlight.get();
        for (Map.Entry<Budget, LiveCount> counted : counts.entrySet()) {
            Budget budget = counted.getKey();
            Standing standing = counted.getValue()
                    .standing(going.stream()
                            .filter(sample -> applies(budget, sample) && conclusive.test(sample))
                            .toList());
            if (standing.surely() && standing.samples() >= rule.minSamples()) {
                return Optional.of(why(budget, standing, now));
            }
        }
        return Optional.empty();
    }

    private static String why(Budget budget, Standing standing, long now) {
        String stage =
                budget.stage().isPresent() ? " in stage " + budget.stage().getAsInt() : "";
        String turn = budget.turn().isPresent() ? " in turn " + budget.turn().getAsInt() : "";
        return "ended after " + Durations.format(Duration.ofSeconds(now / 1_000_000))
                + ", since a budget was provably broken" + stage + turn + ": " + standing.inWords();
    }
}
