package dev.llmbench.cluster;

import dev.llmbench.result.ArmFacts;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.sample.RequestSample;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workers of a run, and what they know together. Any thread may look one up; the coordinator's does everything else. */
final class RunWorkers {
    private final Duration tolerance;
    private final Map<String, RemoteWorker> byAddress = new ConcurrentHashMap<>();

    /** Creates a run without workers, whose shorter stalls do not count. */
    RunWorkers(Duration tolerance) {
        this.tolerance = tolerance;
    }

    void add(RemoteWorker worker) {
        byAddress.put(worker.address(), worker);
    }

    /** Returns the worker of an address; null if it is not one of this run's. */
    @Nullable
    RemoteWorker at(String address) {
        return byAddress.get(address);
    }

    /** Returns them in the order of their numbers. */
    List<RemoteWorker> all() {
        return byAddress.values().stream()
                .sorted(Comparator.comparingInt(RemoteWorker::number))
                .toList();
    }

    int size() {
        return byAddress.size();
    }

    /** Returns whether none of them has anything left to send. */
    boolean areOver() {
        return all().stream().allMatch(RemoteWorker::isOver);
    }

    double level() {
        return all().stream().mapToDouble(RemoteWorker::level).max().orElse(0);
    }

    int inFlight() {
        return all().stream().mapToInt(RemoteWorker::inFlight).sum();
    }

    /** Returns the time, in microseconds of the run, up to which all samples are known; {@code Long.MAX_VALUE} at the end. */
    long elapsed() {
        return all().stream().mapToLong(RemoteWorker::elapsed).min().orElse(0);
    }

    long dropped() {
        return all().stream().mapToLong(RemoteWorker::dropped).sum();
    }

    /** Returns the time in which at least one of them stalled. */
    Stalls stalls() {
        return Stalls.merged(
                all().stream().map(worker -> worker.stalls(tolerance)).toList(), tolerance);
    }

    /** Returns samples of the requests in flight so far. */
    List<RequestSample> going(String test) {
        return all().stream()
                .flatMap(worker -> worker.going().stream()
                        .map(batch -> SampleReader.read(ByteBuffer.wrap(batch), test, worker.number())))
                .flatMap(List::stream)
                .toList();
    }

    /** Returns why a worker cut its share short, unless it left; empty if none did. */
    Optional<String> cutShort() {
        return all().stream()
                .filter(worker -> !worker.isGone())
                .flatMap(worker -> worker.facts().stream())
                .flatMap(part -> part.cutShort().stream())
                .findFirst();
    }

    /**
     * Merges what the workers recorded in addition to their samples. Of requests in flight it has at most the sum of what each
     * of them had.
     *
     * @param elapsed how long the run took if no worker knows
     */
    RunFacts facts(Instant startedAt, Duration elapsed) {
        List<RunFacts> parts =
                all().stream().flatMap(worker -> worker.facts().stream()).toList();
        List<WorkerFacts> each = all().stream()
                .map(worker -> worker.facts(tolerance, startedApart(worker)))
                .toList();
        GeneratorLog generator = generator(each);
        int sumOfPeaks = parts.stream().mapToInt(RunFacts::peakInFlight).sum();
        int peakOfSums = generator.slots().stream()
                .mapToInt(GeneratorSlot::peakInFlight)
                .max()
                .orElse(0);
        return RunFacts.builder(
                        startedAt,
                        parts.stream()
                                .map(RunFacts::elapsed)
                                .reduce(RunWorkers::longer)
                                .orElse(elapsed))
                .peakInFlight(Math.min(sumOfPeaks, peakOfSums))
                .dropped(dropped())
                .stalls(stalls())
                .generator(generator)
                .dataset(present(parts.stream().map(RunFacts::dataset)).reduce(DatasetUse::and))
                .spoken(parts.stream().flatMap(part -> part.spoken().stream()).collect(Collectors.toSet()))
                .reconnects(parts.stream().mapToLong(RunFacts::reconnects).sum())
                .baseline(present(parts.stream().map(RunFacts::baseline)).reduce(ArmFacts::and))
                .workers(each)
                .build();
    }

    private static <T> Stream<T> present(Stream<Optional<T>> values) {
        return values.flatMap(Optional::stream);
    }

    /** Workers on one machine share its processors. */
    private static GeneratorLog generator(List<WorkerFacts> workers) {
        Map<String, List<GeneratorLog>> byHost = workers.stream()
                .filter(worker -> !worker.generator().equals(GeneratorLog.NONE))
                .collect(Collectors.groupingBy(
                        WorkerFacts::host, Collectors.mapping(WorkerFacts::generator, Collectors.toList())));
        return GeneratorLog.merged(
                byHost.values().stream().map(GeneratorLog::onOneMachine).toList());
    }

    /** One worker may have started early and another one late, each by the error of its clock. */
    private Duration startedApart(RemoteWorker worker) {
        return all().stream()
                .filter(other -> other != worker)
                .map(other -> other.clock().error().plus(worker.clock().error()))
                .reduce(Duration.ZERO, RunWorkers::longer);
    }

    /** Returns the longer of two durations. */
    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
