package dev.llmbench.result;

import static dev.llmbench.sample.TurnPart.MOST_APART;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured of each turn of the conversations; each is put together when it is asked for, since few of them are. */
final class Turns {
    /** Gaps are no rows of a CSV, and are kept by stage and by time alone. */
    private static final Set<Metric> LATENCIES = Arrays.stream(Metric.values())
            .filter(metric -> metric.isLatency() && metric != Metric.CHUNK_GAP)
            .collect(Collectors.toUnmodifiableSet());

    private final LoadPlan plan;
    private final Scope run;
    private final List<ScopeAccumulator> turns;

    Turns(LoadPlan plan, Scope run, List<ScopeAccumulator> turns) {
        this.plan = plan;
        this.run = run;
        this.turns = List.copyOf(turns);
    }

    int size() {
        return turns.size();
    }

    Measurement turn(int number) {
        if (number < 1 || number > MOST_APART) {
            throw ConfigurationException.of(
                    "turn",
                    number,
                    "turns are counted from 1, and those from " + MOST_APART + " on are measured together",
                    "Write 1 for the first, or " + MOST_APART + " for the latter");
        }
        return ScopeAccumulator.measured(
                run.turn(number, number == MOST_APART),
                plan,
                number > turns.size() ? List.of() : List.of(turns.get(number - 1)),
                LATENCIES);
    }
}
