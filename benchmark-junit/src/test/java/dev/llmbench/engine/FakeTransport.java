package dev.llmbench.engine;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.ChunkGaps;
import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Tokens;
import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.openai.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Answers each call after a virtual delay. */
final class FakeTransport implements Transport {
    static final long NEVER = Long.MAX_VALUE;

    private final ToLongFunction<Call> delays;
    private final boolean givesBack;
    private Predicate<Call> refused = call -> false;
    private final Set<Pending> pending = new LinkedHashSet<>();
    final List<Call> calls = new ArrayList<>();
    final List<Long> dispatches = new ArrayList<>();

    /**
     * A transport.
     *
     * @param delays how long each call takes, in microseconds
     * @param givesBack whether it heeds being told to cut a request off
     */
    FakeTransport(ToLongFunction<Call> delays, boolean givesBack) {
        this.delays = delays;
        this.givesBack = givesBack;
    }

    /** Ends these calls as if nobody listened. */
    FakeTransport refusing(Predicate<Call> calls) {
        refused = calls;
        return this;
    }

    private record Pending(Call call, long dispatched, long due, Consumer<RequestSample> whenEnded) {}

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        long now = call.clock().micros();
        long delay = delays.applyAsLong(call);
        Pending sent = new Pending(call, now, delay == NEVER ? NEVER : now + delay, whenEnded);
        calls.add(call);
        dispatches.add(now);
        pending.add(sent);
        if (delay == 0) {
            answer(sent);
        }
        return (outcome, why) -> {
            if (givesBack) {
                end(sent, outcome, why);
            }
        };
    }

    long nextAnswer() {
        return pending.stream().mapToLong(Pending::due).min().orElse(NEVER);
    }

    void answerDue(long now) {
        pending.stream()
                .filter(sent -> sent.due() <= now)
                .sorted(Comparator.comparingLong(Pending::due))
                .toList()
                .forEach(this::answer);
    }

    private void answer(Pending sent) {
        end(sent, refused.test(sent.call()) ? Outcome.CONNECT : Outcome.OK, null);
    }

    private void end(Pending sent, Outcome outcome, @Nullable String error) {
        if (!pending.remove(sent)) {
            return;
        }
        Call call = sent.call();
        Moments at = new Moments(
                call.scheduled(),
                sent.dispatched(),
                ABSENT,
                sent.dispatched(),
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                call.clock().micros());
        sent.whenEnded()
                .accept(new RequestSample(
                        call.id(),
                        call.test(),
                        call.stage(),
                        call.phase(),
                        call.user(),
                        call.request().promptId(),
                        at,
                        Tokens.NONE,
                        ChunkGaps.NONE,
                        ABSENT,
                        0,
                        outcome,
                        null,
                        error));
    }

    @Override
    public void close() {}
}
