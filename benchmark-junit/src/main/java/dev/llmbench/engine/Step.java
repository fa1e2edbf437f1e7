package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.RequestSample;
import org.jspecify.annotations.Nullable;

/** A request of a round, and what is to follow it. For the engine's thread. */
interface Step {

    PreparedRequest request();

    /** Whether it is sent for the sake of others and enters no metric. */
    default boolean isUnmeasured() {
        return false;
    }

    /** Whether what the answer said decides how it goes on. */
    default boolean heedsAnswer() {
        return false;
    }

    /**
     * The request's sample with its place in the round.
     *
     * @param said what the answer said; empty where that is not heeded
     */
    RequestSample placed(RequestSample sample, String said);

    /** What follows once it has ended so, null where its round is over. */
    @Nullable
    Next next(RequestSample sample, String said);

    /**
     * What follows in a round.
     *
     * @param step the request
     * @param isBackToBack whether it follows at once and was counted with the first; else it follows as the next round would,
     *     and counts for itself
     */
    record Next(Step step, boolean isBackToBack) {}
}
