package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one load test asks for.
 *
 * @param test the test's name, as it stands in CSV and reports
 * @param dataset where the prompts come from, as the user wrote it
 * @param target where requests go
 * @param request what each of them says
 * @param load how many of them, when
 * @param budgets limits on the run's figures; one on the error rate is added where none is given
 * @param goodput limits on each request
 * @param deadline a limit on the whole run from outside, such as a test's timeout
 * @param acceptsInvalid whether a run that the generator itself distorted may pass
 */
public record LoadPlan(
        String test,
        String dataset,
        Target target,
        RequestOptions request,
        Load load,
        List<Budget> budgets,
        GoodputLimits goodput,
        Optional<Duration> deadline,
        boolean acceptsInvalid) {

    public LoadPlan {
        budgets = withErrorRate(budgets);
        for (Budget budget : budgets) {
            if (budget.stage().orElse(1) > load.stages().size()) {
                throw ConfigurationException.of(
                        "budgets.stage",
                        budget.stage().getAsInt(),
                        "the test has " + load.stages().size() + " stages",
                        "Name one of them; the first is 1");
            }
        }
    }

    private static List<Budget> withErrorRate(List<Budget> given) {
        boolean covered = given.stream()
                .anyMatch(budget ->
                        budget.metric() == Metric.ERROR_RATE && budget.stage().isEmpty());
        List<Budget> all = new ArrayList<>(given);
        if (!covered) {
            all.add(Budget.DEFAULT_ERROR_RATE);
        }
        return List.copyOf(all);
    }

    /** When the run is over whatever happens: the stages, the graceful stop and one connect timeout. */
    public Duration hardDeadline() {
        Duration own = load.length().plus(load.gracefulStop()).plus(target.connectTimeout());
        return deadline.filter(outer -> outer.compareTo(own) < 0).orElse(own);
    }
}
