package dev.llmbench.engine;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.ChunkGaps;
import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.PairPart;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Tokens;
import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request from its dispatch to its sample. For the engine's thread. */
final class Flight {
    private final Call call;
    private final @Nullable PairPart pair;
    private final long dispatchedAt;
    private final Consumer<RequestSample> whenLanded;
    private @Nullable InFlight inFlight;
    private @Nullable Cut cut;
    private boolean landed;

    /** What a request was told when it was cut off. */
    record Cut(Outcome outcome, String why) {}

    Flight(Call call, @Nullable PairPart pair, Consumer<RequestSample> whenLanded) {
        this.call = call;
        this.pair = pair;
        this.dispatchedAt = call.clock().micros();
        this.whenLanded = whenLanded;
    }

    Call call() {
        return call;
    }

    /** Which request of a pair it is, null where it belongs to none. */
    @Nullable
    PairPart pair() {
        return pair;
    }

    long dispatchedAt() {
        return dispatchedAt;
    }

    void handedTo(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    boolean hasLanded() {
        return landed;
    }

    /** Cuts the request off; where that happens more than once, the first holds. */
    void cut(Outcome outcome, String why) {
        if (!landed && cut == null && inFlight != null) {
            cut = new Cut(outcome, why);
            inFlight.cut(outcome, why);
        }
    }

    /** How the request was cut off, null where it was not. */
    @Nullable
    Cut cut() {
        return cut;
    }

    /** A sample of what the request has come to so far, as if it were cut off now. */
    RequestSample soFar() {
        InFlight going = inFlight;
        return sample(going == null ? notSent() : going.soFar(), Outcome.INTERRUPTED, null);
    }

    /** A sample of a request of which no more is known than that it was dispatched. */
    RequestSample lost(Outcome outcome, String why) {
        return sample(notSent(), outcome, why);
    }

    private Moments notSent() {
        long now = Math.max(call.scheduled(), call.clock().micros());
        return new Moments(call.scheduled(), dispatchedAt, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, now);
    }

    private RequestSample sample(Moments moments, Outcome outcome, @Nullable String why) {
        return new RequestSample(
                call.id(),
                call.test(),
                call.stage(),
                call.phase(),
                call.user(),
                call.request().promptId(),
                moments,
                Tokens.NONE,
                ChunkGaps.NONE,
                ABSENT,
                0,
                outcome,
                null,
                why);
    }

    void land(RequestSample sample) {
        landed = true;
        // What the transport held of the response must not live on in the queue of timeouts.
        inFlight = null;
        whenLanded.accept(sample);
    }
}
