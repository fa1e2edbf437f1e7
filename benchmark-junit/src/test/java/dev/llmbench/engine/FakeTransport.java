package dev.llmbench.engine;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.openai.Transport;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Answers each call after a virtual delay. */
final class FakeTransport implements Transport {
    static final long NEVER = Long.MAX_VALUE;

    private final ToLongFunction<Call> delays;
    private final boolean givesBack;
    private Function<Call, Outcome> outcomes;
    private ToLongFunction<Call> connecting = call -> 0;
    private ToLongFunction<Call> talking = call -> 0;
    private Function<Call, Optional<Duration>> asks = call -> Optional.empty();
    private boolean streaming;
    private Function<Call, Tokens> tokens = call -> Tokens.NONE;
    private Function<Call, String> says = call -> "";
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
        this(delays, givesBack, call -> Outcome.OK);
    }

    /** The same with another end of each call. */
    FakeTransport(ToLongFunction<Call> delays, boolean givesBack, Function<Call, Outcome> outcomes) {
        this.delays = delays;
        this.givesBack = givesBack;
        this.outcomes = outcomes;
    }

    /** The same, with a connection that takes each call so long to open, in microseconds, before it is sent. */
    FakeTransport connecting(ToLongFunction<Call> lengths) {
        connecting = lengths;
        return this;
    }

    /** The same, with answers whose first token comes at once and whose last one comes with their end. */
    FakeTransport streaming() {
        streaming = true;
        return this;
    }

    /** The same, with so many tokens in each answer. */
    FakeTransport counting(Function<Call, Tokens> ofCalls) {
        tokens = ofCalls;
        return this;
    }

    /** The same, with answers that say this. */
    FakeTransport saying(Function<Call, String> ofCalls) {
        says = ofCalls;
        return this;
    }

    /** The same, with answers of which something comes for so long, in microseconds from their sending on, and then nothing. */
    FakeTransport talking(ToLongFunction<Call> lengths) {
        talking = lengths;
        return this;
    }

    /** The same, with a server that asks to be left alone. */
    FakeTransport asking(Function<Call, Optional<Duration>> ofCalls) {
        asks = ofCalls;
        return this;
    }

    /** Ends these calls as if nobody listened. */
    FakeTransport refusing(Predicate<Call> calls) {
        outcomes = call -> calls.test(call) ? Outcome.CONNECT : Outcome.OK;
        return this;
    }

    private record Pending(Call call, long dispatched, long connect, long due, Consumer<RequestSample> whenEnded) {}

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        long now = call.clock().micros();
        long delay = delays.applyAsLong(call);
        long connect = connecting.applyAsLong(call);
        Pending sent = new Pending(call, now, connect, delay == NEVER ? NEVER : now + connect + delay, whenEnded);
        calls.add(call);
        dispatches.add(now);
        pending.add(sent);
        if (delay == 0 && connect == 0) {
            end(sent, outcomes.apply(call), null);
        }
        return new InFlight() {
            @Override
            public void cut(Outcome outcome, String why) {
                if (givesBack) {
                    end(sent, outcome, why);
                }
            }

            @Override
            public Moments soFar() {
                return moments(sent);
            }

            @Override
            public long silentSince() {
                long begun = sent.dispatched() + sent.connect();
                return Math.min(call.clock().micros(), begun + talking.applyAsLong(call));
            }

            @Override
            public Optional<Duration> retryAfter() {
                return asks.apply(call);
            }

            @Override
            public String said() {
                return says.apply(call);
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
                .forEach(sent -> end(sent, outcomes.apply(sent.call()), null));
    }

    private void end(Pending sent, Outcome outcome, @Nullable String error) {
        if (!pending.remove(sent)) {
            return;
        }
        Call call = sent.call();
        sent.whenEnded()
                .accept(call.sample(moments(sent))
                        .tokens(tokens.apply(call))
                        .outcome(outcome, error)
                        .build());
    }

    private Moments moments(Pending sent) {
        Call call = sent.call();
        long begun = sent.dispatched() + sent.connect();
        long now = call.clock().micros();
        return Moments.scheduledAt(call.scheduled())
                .dispatched(sent.dispatched())
                .connect(sent.connect() == 0 ? ABSENT : sent.connect())
                .sent(begun)
                .headers(streaming ? begun : ABSENT)
                .firstEvent(streaming ? begun : ABSENT)
                .firstContent(streaming ? begun : ABSENT)
                .lastToken(streaming ? now : ABSENT)
                .end(now)
                .build();
    }

    @Override
    public void close() {}
}
