package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of requests that users or arrivals send: single requests, pairs of two lengths, or conversations. Used by the
 * engine's thread only.
 */
final class RequestSequence {
    private final Supplier<PreparedRequest> requests;
    private final Optional<TwoLengths> twoLengths;
    private final boolean conversations;
    private final int size;
    private final int measured;
    private long begun;

    /**
     * Creates the sequences for what the plan measures.
     *
     * @param requests supplies the next request: the shorter one of a pair, or the first turn of a conversation
     */
    RequestSequence(Supplier<PreparedRequest> requests, Measuring measuring) {
        this.requests = requests;
        this.twoLengths = measuring.twoLengths();
        this.conversations = measuring.conversations();
        this.size = twoLengths.map(TwoLengths::requests).orElse(1);
        this.measured = twoLengths.isPresent() ? TwoLengths.MEASURED : 1;
    }

    /** The number of requests that a sequence sends back to back. */
    int requests() {
        return size;
    }

    /** The number of those requests that are measured. */
    int measured() {
        return measured;
    }

    /** Returns the first step of the next sequence. */
    Step next() {
        PreparedRequest request = requests.get();
        begun++;
        if (conversations) {
            return new Step.OfTurn(request, begun, 1);
        }
        return twoLengths.isEmpty()
                ? new Step.Single(request)
                : pair(request, Objects.requireNonNull(request.longer()), twoLengths.get());
    }

    private Step.OfPair pair(PreparedRequest shorter, PreparedRequest longer, TwoLengths mode) {
        Step.OfPair two = begun % 2 == 1
                ? step(Role.SHORTER, shorter, step(Role.LONGER, longer, null))
                : step(Role.LONGER, longer, step(Role.SHORTER, shorter, null));
        return mode.salted() ? two : step(Role.UNMEASURED, shorter, two);
    }

    private Step.OfPair step(Role role, PreparedRequest request, Step.@Nullable OfPair then) {
        return new Step.OfPair(
                request, new PairPart(begun, role, request.askedTokens().orElseThrow()), then);
    }
}
