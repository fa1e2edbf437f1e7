package dev.llmbench.engine;

import dev.llmbench.metric.PairPart;
import dev.llmbench.metric.PairPart.Role;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.TwoLengths;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a user or an arrival sends at one go: one request, or a pair of two lengths. For the engine's thread. */
final class Rounds {
    private final Supplier<PreparedRequest> requests;
    private final Optional<TwoLengths> twoLengths;
    private final int size;
    private final int measured;
    private long pairs;

    /**
     * Rounds of single requests, or of pairs.
     *
     * @param requests gives the next request; of pairs the shorter one
     */
    Rounds(Supplier<PreparedRequest> requests, Optional<TwoLengths> twoLengths) {
        this.requests = requests;
        this.twoLengths = twoLengths;
        this.size = twoLengths.map(TwoLengths::requests).orElse(1);
        this.measured = twoLengths.isPresent() ? TwoLengths.MEASURED : 1;
    }

    /** How many requests each has. */
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
        return twoLengths.isEmpty()
                ? new Step(request, null, null)
                : pair(request, Objects.requireNonNull(request.longer()), twoLengths.get());
    }

    private Step pair(PreparedRequest shorter, PreparedRequest longer, TwoLengths mode) {
        pairs++;
        Step two = pairs % 2 == 1
                ? step(Role.SHORTER, shorter, step(Role.LONGER, longer, null))
                : step(Role.LONGER, longer, step(Role.SHORTER, shorter, null));
        return mode.salted() ? two : step(Role.UNMEASURED, shorter, two);
    }

    private Step step(Role role, PreparedRequest request, @Nullable Step then) {
        return new Step(request, new PairPart(pairs, role, request.askedTokens().orElseThrow()), then);
    }
}
