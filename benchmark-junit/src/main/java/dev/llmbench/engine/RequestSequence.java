package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.LoadShare;
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
    private final LoadShare share;
    private final int size;
    private final int measured;
    private long begun;

    /**
     * Creates the sequences for what the plan measures.
     *
     * @param requests supplies the next request of the share: the shorter one of a pair, or the first turn of a conversation
     */
    RequestSequence(Supplier<PreparedRequest> requests, Measuring measuring, LoadShare share) {
        this.requests = requests;
        this.share = share;
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

    /** Whether the share owns the sequence with the given number, counted from 0. */
    boolean isOwned(long sequence) {
        return twoLengths.isPresent() ? share.ownsPair(sequence) : share.owns(sequence);
    }

    /** Returns the share's part of a limit on requests. */
    long partOf(long requests) {
        return twoLengths.isPresent() ? measured * share.ofPairs(requests / measured) : share.of(requests);
    }

    /** Returns the first step of the share's next sequence. */
    Step next() {
        PreparedRequest request = requests.get();
        long begins = begun++;
        if (conversations) {
            return new Step.OfTurn(request, share.item(begins) + 1, 1);
        }
        return twoLengths.isEmpty()
                ? new Step.Single(request)
                : pair(share.pair(begins) + 1, request, Objects.requireNonNull(request.longer()), twoLengths.get());
    }

    private static Step.OfPair pair(long pair, PreparedRequest shorter, PreparedRequest longer, TwoLengths mode) {
        Step.OfPair two = pair % 2 == 1
                ? step(pair, Role.SHORTER, shorter, step(pair, Role.LONGER, longer, null))
                : step(pair, Role.LONGER, longer, step(pair, Role.SHORTER, shorter, null));
        return mode.salted() ? two : step(pair, Role.UNMEASURED, shorter, two);
    }

    private static Step.OfPair step(long pair, Role role, PreparedRequest request, Step.@Nullable OfPair then) {
        return new Step.OfPair(
                request, new PairPart(pair, role, request.askedTokens().orElseThrow()), then);
    }
}
