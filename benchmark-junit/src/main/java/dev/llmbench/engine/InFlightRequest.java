package dev.llmbench.engine;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request from its dispatch to its sample. For the engine's thread. */
final class InFlightRequest {
    private final Call call;
    private final Step step;
    private final long dispatchedAt;
    private final Landing whenLanded;
    private @Nullable InFlight inFlight;
    private @Nullable Cut cut;
    private Optional<Duration> retryAfter = Optional.empty();
    private boolean landed;

    /** Takes the sample of a request that has ended, and what follows it in its round, null where that is over. */
    @FunctionalInterface
    interface Landing {
        void landed(RequestSample sample, Step.@Nullable Next next);
    }

    /** What a request was told when it was cut off. */
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

    /** Cuts the request off; where that happens more than once, the first holds. */
    void cut(Outcome outcome, String why) {
        if (!landed && cut == null && inFlight != null) {
            cut = new Cut(outcome, why);
            inFlight.cut(outcome, why);
        }
    }

    /** Since when nothing of the response has come; now where there is nothing to wait for yet. */
    long silentSince() {
        InFlight going = inFlight;
        return going == null ? call.clock().micros() : going.silentSince();
    }

    /** How long the server asked to be left alone; once it has landed. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** How the request was cut off, null where it was not. */
    @Nullable
    Cut cut() {
        return cut;
    }

    /** A sample of what the request has come to so far, as if it were cut off now. */
    RequestSample soFar() {
        InFlight going = inFlight;
        return step.placed(sample(going == null ? notSent() : going.soFar(), Outcome.INTERRUPTED, null), "");
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

    /** Gives its sample to whoever takes samples, and then to whoever sent it. */
    void land(RequestSample sample, SampleSink samples) {
        landed = true;
        InFlight ended = inFlight;
        retryAfter = ended == null ? Optional.empty() : ended.retryAfter();
        // What the transport held of the response must not live on in the queue of timeouts.
        inFlight = null;
        String said = ended != null && step.heedsAnswer() ? ended.said() : "";
        RequestSample placed = step.placed(sample, said);
        samples.accept(placed);
        whenLanded.landed(placed, step.next(placed, said));
    }
}
