package dev.llmbench.engine;

import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.RequestSample;
import java.util.Optional;

/** Looks on while a run goes on, and may end it. For the engine's thread. */
interface Watch {

    /** Sees a measured request that ended. */
    void ended(RequestSample sample);

    /**
     * Looks at how things stand, now and then.
     *
     * @param now the time of the run in microseconds
     * @return why the run is to end now; empty where it is to go on
     */
    Optional<String> look(long now);

    /** Sees the end of the run; all requests have ended. */
    default void runEnded(long now) {}

    /** Where the load broke a budget, as far as was seen; empty where that is not what is watched for. */
    default Optional<Breakpoint> breakpoint() {
        return Optional.empty();
    }

    /** Sees nothing. */
    Watch NONE = new Watch() {
        @Override
        public void ended(RequestSample sample) {}

        @Override
        public Optional<String> look(long now) {
            return Optional.empty();
        }
    };
}
