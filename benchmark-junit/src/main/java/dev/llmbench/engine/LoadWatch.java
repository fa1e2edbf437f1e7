package dev.llmbench.engine;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Stall;
import java.util.List;
import java.util.Optional;

/** Watches a load that other generators carry out, by the same rules as an engine watches its own. Not thread-safe. */
public final class LoadWatch {
    private final Watch watch;
    private List<RequestSample> inFlight = List.of();
    private List<Stall> stalls = List.of();
    private long dropped;
    private int looks;

    /** Creates the watch that a plan asks for. */
    public LoadWatch(LoadPlan plan) {
        LiveQuiet quiet = new LiveQuiet(plan, () -> looks, () -> stalls);
        this.watch = Watch.of(plan, () -> inFlight, () -> dropped, quiet);
    }

    /** Records a request that has ended. */
    public void ended(RequestSample sample) {
        if (sample.phase() == Phase.MEASURED && sample.arm() == Arm.CANDIDATE) {
            watch.ended(sample);
        }
    }

    /**
     * Judges the load.
     *
     * @param now a time before which each request that ended was recorded, in microseconds of the run
     * @param going samples of the requests in flight so far
     * @param droppedSoFar the number of arrivals dropped so far
     * @param stallsSoFar the stalls of all generators, in order and without overlaps
     * @return the reason to end the load now; empty to let it continue
     */
    public Optional<String> look(long now, List<RequestSample> going, long droppedSoFar, List<Stall> stallsSoFar) {
        inFlight = going;
        dropped = droppedSoFar;
        stalls = stallsSoFar;
        looks++;
        return watch.look(now);
    }

    /** Judges what is left once all requests have ended. */
    public void runEnded(long now, long droppedInAll, List<Stall> allStalls) {
        inFlight = List.of();
        dropped = droppedInAll;
        stalls = allStalls;
        looks++;
        watch.runEnded(now);
    }

    /** The load at which a budget broke, as far as observed; empty if the plan does not look for it. */
    public Optional<Breakpoint> breakpoint() {
        return watch.breakpoint();
    }
}
