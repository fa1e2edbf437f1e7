package dev.llmbench.result;

import static dev.llmbench.sample.TurnPart.MOST_APART;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The measurements of each turn of the conversations. Each is created on demand, since few are needed. */
final class Turns {
    /** Gaps have no rows in the CSV; they are only recorded by stage and by time. */
    private static final Set<Metric> LATENCIES = Arrays.stream(Metric.values())
            .filter(metric -> metric.isLatency() && metric != Metric.CHUNK_GAP)
            .collect(Collectors.toUnmodifiableSet());

    private final Conversations conversations;
    private final Measurement.Context context;
    private final Scope run;
    private final List<ScopeAccumulator> turns;

    Turns(Conversations conversations, Measurement.Context context, Scope run, List<ScopeAccumulator> turns) {
        this.conversations = conversations;
        this.context = context;
        this.run = run;
        this.turns = List.copyOf(turns);
    }

    Conversations conversations() {
        return conversations;
    }

    /** Returns each turn that a conversation reached, in order. */
    List<Measurement> all() {
        return IntStream.rangeClosed(1, turns.size()).mapToObj(this::turn).toList();
    }

    Measurement turn(int number) {
        if (number < 1 || number > MOST_APART) {
            throw ConfigurationException.of(
                    "turn",
                    number,
                    "turns are counted from 1, and those from " + MOST_APART + " on are measured together",
                    "Write 1 for the first, or " + MOST_APART + " for these");
        }
        return ScopeAccumulator.measured(
                run.turn(number, number == MOST_APART),
                context,
                number > turns.size() ? List.of() : List.of(turns.get(number - 1)),
                LATENCIES);
    }
}
