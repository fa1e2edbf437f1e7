package dev.llmbench.engine;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.RequestSample;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Observes a run and may end it. Used by the engine's thread only. */
interface Watch {

    /**
     * Creates the watch that a plan asks for.
     *
     * @param inFlight supplies samples of the requests in flight so far
     * @param dropped supplies the number of arrivals dropped so far
     * @param quiet the time in which requests are judged
     */
    static Watch of(LoadPlan plan, Supplier<List<RequestSample>> inFlight, LongSupplier dropped, LiveQuiet quiet) {
        if (plan.early().breakpoint().orElse(null) instanceof RisingLoad rising) {
            return new RisingWatch(plan, rising, inFlight, dropped, quiet);
        }
        return plan.early()
                .abort()
                .<Watch>map(rule -> new AbortWatch(plan, rule, inFlight, quiet))
                .orElse(NONE);
    }

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
