package dev.llmbench.result;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.SparseHistogram;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.TurnPart;
import dev.llmbench.stats.RunningMean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records turns and conversations. Needs memory in proportion to the number of open conversations. */
final class ConversationRecorder implements SampleSink {
    private final LoadPlan plan;
    private final Scope run;
    private final List<ScopeAccumulator> turns = new ArrayList<>();
    private final Map<Long, Open> open = new HashMap<>();
    private final Map<ConversationEnd, Long> ends = new EnumMap<>(ConversationEnd.class);
    private final LatencyHistogram durations = new LatencyHistogram();
    private final LatencyHistogram requestTimes = new LatencyHistogram();
    private final RunningMean lengths = new RunningMean();

    /** A conversation that is still going on. */
    private static final class Open {
        private final boolean isMeasured;
        private final long begun;
        private long requestTime;

        Open(RequestSample first) {
            isMeasured = first.phase() == Phase.MEASURED;
            begun = first.at().sent();
        }
    }

    private ConversationRecorder(LoadPlan plan) {
        this.plan = plan;
        this.run = Scope.run(plan.load());
    }

    /** Returns a recorder if the plan runs conversations. */
    static Optional<ConversationRecorder> of(LoadPlan plan) {
        return plan.runsConversations() ? Optional.of(new ConversationRecorder(plan)) : Optional.empty();
    }

    @Override
    public void accept(RequestSample sample) {
        TurnPart part = sample.turn();
        if (part == null) {
            return;
        }
        if (sample.phase() == Phase.MEASURED) {
            add(accumulator(part.measuredAs()), sample);
        }
        Open conversation = open.computeIfAbsent(part.conversation(), number -> new Open(sample));
        conversation.requestTime += Math.max(0, sample.e2e());
        part.end().ifPresent(end -> {
            open.remove(part.conversation());
            ended(conversation, end, sample, part.turn());
        });
    }

    private ScopeAccumulator accumulator(int turn) {
        while (turns.size() < turn) {
            turns.add(new ScopeAccumulator(plan, SparseHistogram::new));
        }
        return turns.get(turn - 1);
    }

    private void add(ScopeAccumulator turn, RequestSample sample) {
        turn.scheduledHere(sample);
        if (sample.outcome() == Outcome.OK && run.contains(sample.at().end())) {
            turn.completedHere(sample);
        }
    }

    private void ended(Open conversation, ConversationEnd end, RequestSample last, int length) {
        if (!conversation.isMeasured) {
            return;
        }
        ends.merge(end, 1L, Long::sum);
        if (end == ConversationEnd.COMPLETE) {
            durations.record(last.at().end() - conversation.begun);
            requestTimes.record(conversation.requestTime);
            lengths.add(length);
        }
    }

    /** Returns the measurements of the conversations and of each turn so far. */
    Turns turns(Scope seen, Measurement.Context context) {
        return new Turns(conversations(), context, seen, turns);
    }

    /** Counts conversations that have not ended as unfinished. */
    private Conversations conversations() {
        Map<ConversationEnd, Long> all = new EnumMap<>(ConversationEnd.class);
        all.putAll(ends);
        long unfinished = open.values().stream()
                .filter(conversation -> conversation.isMeasured)
                .count();
        if (unfinished > 0) {
            all.merge(ConversationEnd.UNFINISHED, unfinished, Long::sum);
        }
        return new Conversations(all, durations.snapshot(), requestTimes.snapshot(), lengths.mean());
    }
}
