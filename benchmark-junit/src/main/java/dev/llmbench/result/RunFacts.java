package dev.llmbench.result;

import dev.llmbench.plan.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The engine's record of a run, in addition to the samples.
 *
 * <pre>{@code
 * int most = result.facts().peakInFlight();
 * }</pre>
 *
 * @param startedAt the time at which it started
 * @param elapsed how long it took, including draining
 * @param cutShort why the plan was not completed; empty if it was
 * @param aborted the breach that ended the run by the plan's own abort rule; empty if there was none
 * @param breakpoint the level at which the load broke a budget; empty if the plan did not look for one
 * @param peakInFlight the most requests that were in flight at once
 * @param dropped the number of requests that did not start because too many were in flight
 * @param stalls the stalls of the generator
 * @param generator the health of the generator over time
 * @param dataset how much of its dataset the run used; empty if unknown
 * @param spoken the HTTP versions that were used; none if unknown
 * @param reconnects the number of requests that were sent again because the server had closed the idle connection
 * @param baseline the facts about the endpoint that the run's own was compared with; empty if there is none
 * @param blocks the blocks in which two endpoints took turns to be measured; empty if they did not
 * @param workers the facts about each worker that sent a share of the load, in the order of their numbers; empty if the
 *     test's own JVM sent it
 */
public record RunFacts(
        Instant startedAt,
        Duration elapsed,
        Optional<String> cutShort,
        Optional<String> aborted,
        Optional<Breakpoint> breakpoint,
        int peakInFlight,
        long dropped,
        Stalls stalls,
        GeneratorLog generator,
        Optional<DatasetUse> dataset,
        Set<HttpVersion> spoken,
        long reconnects,
        Optional<ArmFacts> baseline,
        List<Block> blocks,
        List<WorkerFacts> workers) {

    public RunFacts {
        workers = List.copyOf(workers);
        blocks = List.copyOf(blocks);
        spoken = Collections.unmodifiableSet(new TreeSet<>(spoken));
    }

    /** Returns a builder for a run that completed its plan and of which nothing else is known. */
    public static Builder builder(Instant startedAt, Duration elapsed) {
        return new Builder(startedAt, elapsed);
    }

    /** Returns a builder that starts with these facts. */
    public Builder toBuilder() {
        return new Builder(startedAt, elapsed)
                .cutShort(cutShort)
                .aborted(aborted)
                .breakpoint(breakpoint)
                .peakInFlight(peakInFlight)
                .dropped(dropped)
                .stalls(stalls)
                .generator(generator)
                .dataset(dataset)
                .spoken(spoken)
                .reconnects(reconnects)
                .baseline(baseline)
                .blocks(blocks)
                .workers(workers);
    }

    /** Returns the same facts with the baseline's in place of the candidate's. */
    RunFacts ofBaseline() {
        return baseline.map(its -> toBuilder()
                        .peakInFlight(its.peakInFlight())
                        .dropped(its.dropped())
                        .spoken(its.spoken())
                        .reconnects(its.reconnects())
                        .baseline(Optional.empty())
                        .build())
                .orElse(this);
    }

    /** Builds the facts of a run. Facts that are not set did not happen or are unknown. */
    public static final class Builder {
        private final Instant startedAt;
        private final Duration elapsed;
        private Optional<String> cutShort = Optional.empty();
        private Optional<String> aborted = Optional.empty();
        private Optional<Breakpoint> breakpoint = Optional.empty();
        private int peakInFlight;
        private long dropped;
        private Stalls stalls = Stalls.NONE;
        private GeneratorLog generator = GeneratorLog.NONE;
        private Optional<DatasetUse> dataset = Optional.empty();
        private Set<HttpVersion> spoken = Set.of();
        private long reconnects;
        private Optional<ArmFacts> baseline = Optional.empty();
        private List<Block> blocks = List.of();
        private List<WorkerFacts> workers = List.of();

        private Builder(Instant startedAt, Duration elapsed) {
            this.startedAt = startedAt;
            this.elapsed = elapsed;
        }

        public Builder cutShort(Optional<String> cutShort) {
            this.cutShort = cutShort;
            return this;
        }

        public Builder aborted(Optional<String> aborted) {
            this.aborted = aborted;
            return this;
        }

        public Builder breakpoint(Optional<Breakpoint> breakpoint) {
            this.breakpoint = breakpoint;
            return this;
        }

        public Builder peakInFlight(int peakInFlight) {
            this.peakInFlight = peakInFlight;
            return this;
        }

        public Builder dropped(long dropped) {
            this.dropped = dropped;
            return this;
        }

        public Builder stalls(Stalls stalls) {
            this.stalls = stalls;
            return this;
        }

        public Builder generator(GeneratorLog generator) {
            this.generator = generator;
            return this;
        }

        public Builder dataset(Optional<DatasetUse> dataset) {
            this.dataset = dataset;
            return this;
        }

        public Builder spoken(Set<HttpVersion> spoken) {
            this.spoken = spoken;
            return this;
        }

        public Builder reconnects(long reconnects) {
            this.reconnects = reconnects;
            return this;
        }

        public Builder baseline(Optional<ArmFacts> baseline) {
            this.baseline = baseline;
            return this;
        }

        public Builder blocks(List<Block> blocks) {
            this.blocks = blocks;
            return this;
        }

        public Builder workers(List<WorkerFacts> workers) {
            this.workers = workers;
            return this;
        }

        public RunFacts build() {
            return new RunFacts(
                    startedAt,
                    elapsed,
                    cutShort,
                    aborted,
                    breakpoint,
                    peakInFlight,
                    dropped,
                    stalls,
                    generator,
                    dataset,
                    spoken,
                    reconnects,
                    baseline,
                    blocks,
                    workers);
        }
    }
}
