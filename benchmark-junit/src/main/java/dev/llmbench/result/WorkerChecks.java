package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks each worker of a run, since a bad one of many would hardly show in the merged figures. */
final class WorkerChecks {
    private static final Duration MOST_CLOCK_ERROR = Duration.ofMillis(10);
    private static final Duration MOST_DRIFT = Duration.ofMillis(500);
    private static final int MOST_NAMED = 3;

    private final LoadPlan plan;
    private final List<WorkerFacts> workers;
    private final List<Function<WorkerFacts, Optional<String>>> rules =
            List.of(this::ended, this::late, this::stalled, this::startedApart, this::drifted);

    WorkerChecks(LoadPlan plan, RunFacts facts) {
        this.plan = plan;
        this.workers = facts.workers();
    }

    /** Returns what makes the run invalid. For each rule, only the first few workers that broke it are named. */
    List<String> causes() {
        List<String> causes = new ArrayList<>();
        for (Function<WorkerFacts, Optional<String>> rule : rules) {
            List<String> found =
                    workers.stream().map(rule).flatMap(Optional::stream).toList();
            int more = found.size() - MOST_NAMED;
            causes.addAll(more > 0 ? found.subList(0, MOST_NAMED) : found);
            if (more > 0) {
                causes.add("The same is true of " + counted(more, "other worker"));
            }
        }
        return causes;
    }

    /** Returns whether the worker makes the run invalid. */
    boolean isTroubled(WorkerFacts worker) {
        return rules.stream().anyMatch(rule -> rule.apply(worker).isPresent());
    }

    private Optional<String> ended(WorkerFacts worker) {
        long rowless = worker.rowless();
        // The last request that a lost worker sent is unknown.
        String least = worker.end().isPresent() ? "at least " : "";
        String unknown = least + counted(rowless, "request") + " that it had sent " + (rowless == 1 ? "has" : "have")
                + " no row";
        return worker.end()
                .map(end -> name(worker) + " " + end + ": its share of the load (about "
                        + Math.round(100.0 / workers.size()) + " %) was not sent from then on"
                        + (rowless == 0 ? "" : "; " + unknown))
                .or(() -> rowless == 0
                        ? Optional.empty()
                        : Optional.of(name(worker) + " did not deliver all results: " + unknown));
    }

    private Optional<String> late(WorkerFacts worker) {
        double tolerance = micros(plan.lagTolerance());
        double p99 = worker.lagP99().orElse(0);
        return !plan.load().model().isOpen() || p99 <= tolerance
                ? Optional.empty()
                : Optional.of(name(worker) + " was late: it did not stall, but its dispatch lag p99 was "
                        + Format.micros(p99) + ", more than " + Format.micros(tolerance)
                        + ", so its requests did not arrive as planned."
                        + Validity.saturation("It", worker.generator()) + " Lower the rate, " + Validity.MORE_WORKERS);
    }

    private Optional<String> stalled(WorkerFacts worker) {
        return over(
                worker,
                worker.stalls().longest(),
                Validity.LONGEST_STALL,
                "stalled for",
                "Run it on a machine that is not suspended");
    }

    private Optional<String> startedApart(WorkerFacts worker) {
        return over(
                worker,
                worker.clockError(),
                MOST_CLOCK_ERROR,
                "may have started before or after the others by",
                "Run the workers closer to each other and to the test JVM");
    }

    private Optional<String> drifted(WorkerFacts worker) {
        return over(
                worker,
                worker.drift(),
                MOST_DRIFT,
                "has a clock that drifted by",
                "Run it on a machine whose clock keeps time");
    }

    private Optional<String> over(WorkerFacts worker, Duration length, Duration limit, String what, String remedy) {
        return length.compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of(name(worker) + " " + what + " " + Format.micros(micros(length)) + ", more than "
                        + Durations.format(limit) + ". " + remedy);
    }

    /** Returns a sentence, after a space, on the first worker that used most of its CPU; empty if there is none. */
    String saturation() {
        return workers.stream()
                .map(worker -> Validity.saturation(name(worker), worker.generator()))
                .filter(used -> !used.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String name(WorkerFacts worker) {
        return "Worker " + worker.number() + " of " + workers.size() + " (" + worker.host() + ")";
    }

    private static double micros(Duration length) {
        return length.toNanos() / 1e3;
    }

    private static String counted(long count, String one) {
        return Validity.number(count) + " " + one + (count == 1 ? "" : "s");
    }
}
