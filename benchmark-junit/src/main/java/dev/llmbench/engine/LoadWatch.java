package dev.llmbench.engine;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches the load of other generators, by the same rules by which an engine watches its own. Not thread-safe. */
public final class LoadWatch {
    private static final Duration LONGEST_LEAD = Duration.ofSeconds(1);

    private final Watch watch;
    private final @Nullable RateHunt hunt;
    private final int tries;
    private final long lead;
    private int attempt;
    private List<RequestSample> inFlight = List.of();
    private List<Stall> stalls = List.of();
    private long dropped;
    private int looks;

    /** Creates the watch that a plan asks for. */
    public LoadWatch(LoadPlan plan) {
        LiveQuiet quiet = new LiveQuiet(plan, () -> looks, () -> stalls);
        RateSearch search = plan.early().breakpoint().orElse(null) instanceof RateSearch wanted ? wanted : null;
        this.watch = search == null ? Watch.of(plan, () -> inFlight, () -> dropped, quiet) : Watch.NONE;
        this.hunt = search == null ? null : new RateHunt(plan, search, quiet);
        this.tries = search == null ? 0 : search.tries();
        Duration half = search == null ? Duration.ZERO : search.rest().dividedBy(2);
        this.lead = (half.compareTo(LONGEST_LEAD) < 0 ? half : LONGEST_LEAD).toNanos() / 1_000;
        if (hunt != null) {
            hunt.begin(0, 0);
        }
    }

    /** Records a request that has ended. */
    public void ended(RequestSample sample) {
        if (sample.phase() == Phase.MEASURED && sample.arm() == Arm.CANDIDATE) {
            watch.ended(sample);
            if (hunt != null) {
                hunt.ended(sample);
            }
        }
    }

    /**
     * Judges the load.
     *
     * @param now the time, in microseconds of the run, up to which all requests that ended have been recorded
     * @param going samples of the requests in flight so far
     * @param droppedSoFar the number of arrivals dropped so far
     * @param stallsSoFar the stalls of all generators, in order and without overlaps
     * @return the reason to end the load now; empty to let it continue
     */
    public Optional<String> look(long now, List<RequestSample> going, long droppedSoFar, List<Stall> stallsSoFar) {
        know(going, droppedSoFar, stallsSoFar);
        return watch.look(now);
    }

    private void know(List<RequestSample> going, long droppedSoFar, List<Stall> stallsSoFar) {
        inFlight = going;
        dropped = droppedSoFar;
        stalls = stallsSoFar;
        looks++;
    }

    /**
     * Chooses the next rate of a search, early enough for the generators to receive it before its try begins.
     *
     * @param now the time of the last {@link #look}
     * @return the rate; empty if it is too early to choose it, or if the plan does not search
     */
    public Optional<NextRate> nextRate(long now) {
        if (hunt == null || attempt + 1 >= tries || now < hunt.startOf(attempt + 1) - lead) {
            return Optional.empty();
        }
        boolean cutting = hunt.conclude(inFlight, dropped);
        attempt++;
        return Optional.of(new NextRate(attempt, hunt.begin(attempt, dropped), cutting));
    }

    /** Judges the rest of the load once all requests have ended. */
    public void runEnded(long now, long droppedInAll, List<Stall> allStalls) {
        know(List.of(), droppedInAll, allStalls);
        watch.runEnded(now);
        if (hunt != null && now >= hunt.endOf(attempt)) {
            hunt.conclude(inFlight, dropped);
        }
    }

    /** Returns the load at which a budget broke, as far as it was observed; empty if the plan does not look for it. */
    public Optional<Breakpoint> breakpoint() {
        return hunt == null ? watch.breakpoint() : Optional.of(hunt.breakpoint());
    }
}
