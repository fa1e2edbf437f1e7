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
 * What the engine knows about a run beside its samples.
 *
 * <pre>{@code
 * int most = result.facts().peakInFlight();
 * }</pre>
 *
 * @param startedAt when it started
 * @param elapsed how long it took, draining included
 * @param cutShort why the plan was not carried out; empty where it was
 * @param aborted which breach ended the run by the plan's own rule; empty where none did
 * @param breakpoint where the load broke a budget; empty where the plan did not look for that
 * @param peakInFlight the most requests that were in flight at once
 * @param dropped requests that should have started and did not, since too many were in flight
 * @param stalls how long the generator stood still
 * @param generator how the generator did, by time
 * @param dataset how far it went through its dataset; empty where that is not known
 * @param spoken the versions of HTTP that were spoken; none where that is not known
 * @param reconnects requests that were sent once more, since the connection that was kept alive for them had ended
 * @param baseline what is known of the endpoint that the run's own was compared with; empty for none
 * @param blocks when which of two endpoints was measured, where they took turns; else empty
 * @param workers what each of the JVMs did that the load was spread over, in order of their numbers; empty if the test's own
 * JVM sent it
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

    /** The facts of a run that carried its plan out, of which no more than this is known. */
    public static Builder builder(Instant startedAt, Duration elapsed) {
        return new Builder(startedAt, elapsed);
    }

    /** A builder that starts from these facts. */
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

    /** The same facts, with those of the baseline in place of the candidate's. */
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

    /** Collects the facts of a run. What is not given did not happen, or is not known. */
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
