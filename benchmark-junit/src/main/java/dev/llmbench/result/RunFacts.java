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
 * What the engine knows of a run beside its samples.
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
 * @param blocks when which of two endpoints was measured, where they took turns; else empty
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
        List<Block> blocks) {

    public RunFacts {
        blocks = List.copyOf(blocks);
        spoken = Collections.unmodifiableSet(new TreeSet<>(spoken));
    }

    /** A run of which it is not known how far it went through its dataset, nor in which version of HTTP. */
    public RunFacts(
            Instant startedAt,
            Duration elapsed,
            Optional<String> cutShort,
            Optional<String> aborted,
            Optional<Breakpoint> breakpoint,
            int peakInFlight,
            long dropped,
            Stalls stalls,
            GeneratorLog generator) {
        this(
                startedAt,
                elapsed,
                cutShort,
                aborted,
                breakpoint,
                peakInFlight,
                dropped,
                stalls,
                generator,
                Optional.empty(),
                Set.of(),
                0,
                List.of());
    }

    /** The same, with a reason why the plan was not carried out. */
    public RunFacts cutShortBy(String why) {
        return with(Optional.of(why), dataset, spoken, reconnects, blocks);
    }

    /** The same, with how far the run went through its dataset. */
    public RunFacts with(DatasetUse use) {
        return with(cutShort, Optional.of(use), spoken, reconnects, blocks);
    }

    /** The same, with the versions of HTTP that were spoken. */
    public RunFacts speaking(Set<HttpVersion> versions) {
        return with(cutShort, dataset, versions, reconnects, blocks);
    }

    /** The same of a run without stalls, and without the breakpoint that its plan was told of already. */
    RunFacts undisturbed() {
        return new RunFacts(
                startedAt,
                elapsed,
                cutShort,
                aborted,
                Optional.empty(),
                peakInFlight,
                dropped,
                Stalls.NONE,
                generator,
                dataset,
                spoken,
                reconnects,
                blocks);
    }

    /** The same, with how many requests were sent once more. */
    public RunFacts reconnecting(long sentOnceMore) {
        return with(cutShort, dataset, spoken, sentOnceMore, blocks);
    }

    /** The same, with the blocks in which two endpoints took turns. */
    public RunFacts in(List<Block> theirBlocks) {
        return with(cutShort, dataset, spoken, reconnects, theirBlocks);
    }

    private RunFacts with(
            Optional<String> reason,
            Optional<DatasetUse> use,
            Set<HttpVersion> versions,
            long sentOnceMore,
            List<Block> theirBlocks) {
        return new RunFacts(
                startedAt,
                elapsed,
                reason,
                aborted,
                breakpoint,
                peakInFlight,
                dropped,
                stalls,
                generator,
                use,
                versions,
                sentOnceMore,
                theirBlocks);
    }
}
