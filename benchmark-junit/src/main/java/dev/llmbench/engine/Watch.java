package dev.llmbench.engine;

import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.RequestSample;
import java.util.Optional;

/** Observes a run and may end it. Used by the engine's thread only. */
interface Watch {

    /** Called when a measured request has ended. */
    void ended(RequestSample sample);

    /**
     * Called regularly during the run.
     *
     * @param now the time of the run in microseconds
     * @return the reason to end the run now; empty to let it continue
     */
    Optional<String> look(long now);

    /** Called at the end of the run, when all requests have ended. */
    default void runEnded(long now) {}

    /** The load at which a budget broke, as far as observed; empty if this watch does not look for it. */
    default Optional<Breakpoint> breakpoint() {
        return Optional.empty();
    }

    /** A watch that does nothing. */
    Watch NONE = new Watch() {
        @Override
        public void ended(RequestSample sample) {}

        @Override
        public Optional<String> look(long now) {
            return Optional.empty();
        }
    };
}
