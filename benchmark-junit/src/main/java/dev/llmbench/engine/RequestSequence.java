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

/** What belongs together of what a user or an arrival sends: one request, a pair of two lengths, or a conversation. For the engine's thread. */
final class RequestSequence {
    private final Supplier<PreparedRequest> requests;
    private final Optional<TwoLengths> twoLengths;
    private final boolean conversations;
    private final int size;
    private final int measured;
    private long begun;

    /**
     * Rounds of what the plan measures.
     *
     * @param requests gives the next request; of pairs the shorter one, of conversations that of the first turn
     */
    RequestSequence(Supplier<PreparedRequest> requests, Measuring measuring) {
        this.requests = requests;
        this.twoLengths = measuring.twoLengths();
        this.conversations = measuring.conversations();
        this.size = twoLengths.map(TwoLengths::requests).orElse(1);
        this.measured = twoLengths.isPresent() ? TwoLengths.MEASURED : 1;
    }

    /** How many requests each sends at one go. */
    int requests() {
        return size;
    }

    /** How many of them are measured. */
    int measured() {
        return measured;
    }

    /** The first request of the next one. */
    Step next() {
        PreparedRequest request = requests.get();
        begun++;
        if (conversations) {
            return new TurnStep(request, begun, 1);
        }
        return twoLengths.isEmpty()
                ? new SingleStep(request)
                : pair(request, Objects.requireNonNull(request.longer()), twoLengths.get());
    }

    private PairStep pair(PreparedRequest shorter, PreparedRequest longer, TwoLengths mode) {
        PairStep two = begun % 2 == 1
                ? step(Role.SHORTER, shorter, step(Role.LONGER, longer, null))
                : step(Role.LONGER, longer, step(Role.SHORTER, shorter, null));
        return mode.salted() ? two : step(Role.UNMEASURED, shorter, two);
    }

    private PairStep step(Role role, PreparedRequest request, @Nullable PairStep then) {
        return new PairStep(
                request, new PairPart(begun, role, request.askedTokens().orElseThrow()), then);
    }
}
