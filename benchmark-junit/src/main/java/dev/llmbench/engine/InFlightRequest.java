package dev.llmbench.engine;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request from its dispatch to its sample. Used by the engine's thread only. */
final class InFlightRequest {
    private final Call call;
    private final Step step;
    private final long dispatchedAt;
    private final Landing whenLanded;
    private @Nullable InFlight inFlight;
    private @Nullable Cut cut;
    private Optional<Duration> retryAfter = Optional.empty();
    private boolean landed;

    /** Receives the sample of a request that has ended, and the step that follows; null if the sequence is over. */
    @FunctionalInterface
    interface Landing {
        void landed(RequestSample sample, Step.@Nullable Next next);
    }

    /** How and why a request was cut off. */
    record Cut(Outcome outcome, String why) {}

    InFlightRequest(Call call, Step step, Landing whenLanded) {
        this.call = call;
        this.step = step;
        this.dispatchedAt = call.clock().micros();
        this.whenLanded = whenLanded;
    }

    Call call() {
        return call;
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

    /** Cuts the request off; only the first call counts. */
    void cut(Outcome outcome, String why) {
        if (!landed && cut == null && inFlight != null) {
            cut = new Cut(outcome, why);
            inFlight.cut(outcome, why);
        }
    }

    /** The time since which the response has been silent; now if there is nothing to wait for yet. */
    long silentSince() {
        InFlight going = inFlight;
        return going == null ? call.clock().micros() : going.silentSince();
    }

    /** The pause that the server asked for, once the request has landed. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** How the request was cut off; null if it was not. */
    @Nullable
    Cut cut() {
        return cut;
    }

    /** Returns a sample of the request so far, as if it were cut off now. */
    RequestSample soFar() {
        InFlight going = inFlight;
        return step.placed(sample(going == null ? notSent() : going.soFar(), Outcome.INTERRUPTED, null), "");
    }

    /** Returns a sample of a request that is only known to have been dispatched. */
    RequestSample lost(Outcome outcome, String why) {
        return sample(notSent(), outcome, why);
    }

    private Moments notSent() {
        long now = Math.max(call.scheduled(), call.clock().micros());
        return Moments.scheduledAt(call.scheduled())
                .dispatched(dispatchedAt)
                .end(now)
                .build();
    }

    private RequestSample sample(Moments moments, Outcome outcome, @Nullable String why) {
        return call.sample(moments).outcome(outcome, why).build();
    }

    /** Passes the sample to the sink, and then to the sender. */
    void land(RequestSample sample, SampleSink samples) {
        landed = true;
        InFlight ended = inFlight;
        retryAfter = ended == null ? Optional.empty() : ended.retryAfter();
        // The timeout queue must not keep the transport's part of the response in memory.
        inFlight = null;
        String said = ended != null && step.needsAnswer() ? ended.said() : "";
        RequestSample placed = step.placed(sample, said);
        samples.accept(placed);
        whenLanded.landed(placed, step.next(placed, said));
    }
}
