package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.RequestSample;
import org.jspecify.annotations.Nullable;

/**
 * A request of a pair of two lengths; what follows does so back to back, however it ended.
 *
 * @param part which request of the pair it is
 * @param then what follows, null after the last
 */
record PairStep(
        PreparedRequest request, PairPart part, @Nullable PairStep then) implements Step {

    @Override
    public boolean isUnmeasured() {
        return part.role() == Role.UNMEASURED;
    }

    @Override
    public RequestSample placed(RequestSample sample, String said) {
        return sample.in(part);
    }

    @Override
    public @Nullable Next next(RequestSample sample, String said) {
        return then == null ? null : new Next(then, true);
    }
}
