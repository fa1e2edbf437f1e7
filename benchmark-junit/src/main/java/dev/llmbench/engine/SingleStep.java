package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.RequestSample;
import org.jspecify.annotations.Nullable;

/** A request that is a round by itself. */
record SingleStep(PreparedRequest request) implements Step {

    @Override
    public RequestSample placed(RequestSample sample, String said) {
        return sample;
    }

    @Override
    public @Nullable Next next(RequestSample sample, String said) {
        return null;
    }
}
