package dev.llmbench.result;

import dev.llmbench.metric.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Summarizes the work of a worker in one line.
 *
 * <pre>{@code
 * WorkerLine.of(result).forEach(line -> System.out.println(line.label() + ": " + line.text()));
 * }</pre>
 *
 * @param label its name, such as {@code Worker 2}
 * @param text its machine, its requests, and the health of its load generator
 */
public record WorkerLine(String label, String text) {

    /** Returns a line for each worker, beginning with those that make the run invalid; empty if there are no workers. */
    public static List<WorkerLine> of(LoadResult result) {
        WorkerChecks checks = new WorkerChecks(result.plan(), result.facts());
        return result.facts().workers().stream()
                .sorted(Comparator.comparing(worker -> !checks.isTroubled(worker)))
                .map(worker -> new WorkerLine("Worker " + worker.number(), text(worker)))
                .toList();
    }

    private static String text(WorkerFacts worker) {
        GeneratorLog generator = worker.generator();
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "%,d request%s", worker.sent(), worker.sent() == 1 ? "" : "s"));
        if (worker.dropped() > 0) {
            parts.add(String.format(Locale.ROOT, "%,d dropped", worker.dropped()));
        }
        worker.lagP99().ifPresent(micros -> parts.add("lag p99 " + Format.micros(micros)));
        if (!generator.slots().isEmpty()) {
            parts.add("longest stall " + shown(worker.longestStall()));
        }
        generator.cpuShare().ifPresent(share -> parts.add("CPU " + Format.percent(share)));
        return worker.host() + ", " + worker.processors() + (worker.processors() == 1 ? " core" : " cores")
                + worker.end().map(end -> ", " + end).orElse("") + ": " + String.join(", ", parts);
    }

    /**
     * Returns how many workers there were and how well their clocks agreed, such as
     * {@code 3, started within 0.8 ms of each other; drift at most 1.9 ms}.
     */
    public static String together(RunFacts facts) {
        List<WorkerFacts> workers = facts.workers();
        return workers.size()
                + (workers.size() == 1
                        ? ""
                        : ", started within " + most(workers, WorkerFacts::clockError) + " of each other")
                + "; drift at most " + most(workers, WorkerFacts::drift);
    }

    private static String most(List<WorkerFacts> workers, Function<WorkerFacts, Duration> length) {
        return shown(workers.stream().map(length).max(Comparator.naturalOrder()).orElse(Duration.ZERO));
    }

    private static String shown(Duration length) {
        return Format.micros(length.toNanos() / 1e3);
    }
}
