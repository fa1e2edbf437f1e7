package dev.llmbench.engine;

import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.openai.Call;
import dev.llmbench.openai.InFlight;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request from its dispatch to its sample. For the engine's thread. */
final class Flight {
    private final Call call;
    private final long dispatchedAt;
    private final Consumer<RequestSample> whenLanded;
    private @Nullable InFlight inFlight;
    private @Nullable Cut cut;
    private boolean landed;

    /** What a request was told when it was cut off. */
    record Cut(Outcome outcome, String why) {}

    Flight(Call call, Consumer<RequestSample> whenLanded) {
        this.call = call;
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

    /** How the request was cut off, null where it was not. */
    @Nullable
    Cut cut() {
        return cut;
    }

    void land(RequestSample sample) {
        landed = true;
        // What the transport held of the response must not live on in the queue of timeouts.
        inFlight = null;
        whenLanded.accept(sample);
    }
}
