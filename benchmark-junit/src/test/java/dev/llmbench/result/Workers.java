package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Creates the facts of workers for tests. By default, a worker has completed its share, 208 requests, on four cores. */
public final class Workers {
    private final int number;
    private String host;
    private long rows = 208;
    private long dropped;
    private Stalls stalls = Stalls.NONE;
    private double cpu = 0.12;
    private Duration clockError = Duration.ofNanos(400_000);
    private Duration drift = Duration.ofNanos(1_900_000);
    private Optional<String> end = Optional.empty();

    private Workers(int number) {
        this.number = number;
        this.host = "ci-w-" + number;
    }

    public static Workers worker(int number) {
        return new Workers(number);
    }

    /** Returns the facts of workers that completed their shares. */
    public static List<WorkerFacts> fine(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> worker(number).facts())
                .toList();
    }

    public Workers host(String name) {
        host = name;
        return this;
    }

    public Workers rows(long received) {
        rows = received;
        return this;
    }

    public Workers dropped(long arrivals) {
        dropped = arrivals;
        return this;
    }

    public Workers stalled(Stalls when) {
        stalls = when;
        return this;
    }

    public Workers cpu(double share) {
        cpu = share;
        return this;
    }

    public Workers clockError(Duration most) {
        clockError = most;
        return this;
    }

    public Workers drift(Duration most) {
        drift = most;
        return this;
    }

    public Workers ended(String how) {
        end = Optional.of(how);
        return this;
    }

    public WorkerFacts facts() {
        GeneratorSlot slot = new GeneratorSlot(Duration.ZERO, Duration.ofMillis(3), OptionalDouble.of(cpu), 4);
        return new WorkerFacts(
                number,
                host,
                "0.1.0",
                4,
                208,
                rows,
                dropped,
                4,
                OptionalDouble.empty(),
                stalls,
                new GeneratorLog(4, Collections.nCopies(152, slot)),
                clockError,
                drift,
                end);
    }

    /** Returns the result of a run of the plan's length that was spread over the workers. */
    public static LoadResult result(LoadPlan plan, List<WorkerFacts> workers, RequestSample... samples) {
        RunFacts facts = RunFacts.builder(
                        Instant.parse("2026-11-24T12:30:00Z"), plan.load().end())
                .workers(workers)
                .dropped(workers.stream().mapToLong(WorkerFacts::dropped).sum())
                .stalls(Stalls.merged(workers.stream().map(WorkerFacts::stalls).toList(), plan.lagTolerance()))
                .generator(GeneratorLog.merged(
                        workers.stream().map(WorkerFacts::generator).toList()))
                .peakInFlight(4 * workers.size())
                .build();
        return result(plan, facts, Arrays.asList(samples));
    }

    public static LoadResult result(LoadPlan plan, RunFacts facts, List<RequestSample> samples) {
        RunRecorder recorder = new RunRecorder(plan, pair -> {});
        samples.forEach(recorder::accept);
        return recorder.result(facts, sink -> {
            samples.forEach(sink::accept);
            return true;
        });
    }
}
