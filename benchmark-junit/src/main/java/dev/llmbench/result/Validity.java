package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the run is the one that was asked for. Time that the load generator adds to a latency does not make a run
 * invalid: it is bounded, and each verdict allows for it.
 *
 * <pre>{@code
 * if (!result.validity().isValid()) {
 *     System.err.println(result.validity().causes());
 * }
 * }</pre>
 *
 * @param causes what makes the run invalid, each with its figure and, if there is one, the remedy; empty if it is valid
 */
public record Validity(List<String> causes) {
    private static final double LEAST_OFFERED = 0.95;
    private static final double HIGH_CPU = 0.8;
    private static final String ONE_JVM = "give the test JVM more CPU, run it on a different machine than the"
            + " server, or spread the load over several JVMs (llmbench.cluster)";

    static final Duration LONGEST_STALL = Duration.ofSeconds(10);
    static final String MORE_WORKERS =
            "give the workers more CPU, run them on different machines than the server, or use one more worker";

    public Validity {
        causes = List.copyOf(causes);
    }

    public boolean isValid() {
        return causes.isEmpty();
    }

    static Validity judge(LoadPlan plan, Measurement run, RunFacts facts) {
        boolean isSpread = !facts.workers().isEmpty();
        List<String> causes = new ArrayList<>();
        facts.cutShort().ifPresent(why -> causes.add("The plan was not completed: " + why));
        if (run.ok() == 0) {
            causes.add(nothingMeasured(run));
        }
        if (run.ok() > 0) {
            offered(plan, run, facts).ifPresent(causes::add);
        }
        if (isSpread) {
            causes.addAll(new WorkerChecks(plan, facts).causes());
        } else {
            saturated(plan, run, facts).ifPresent(causes::add);
        }
        if (facts.dropped() > 0 && facts.breakpoint().isEmpty()) {
            causes.add("Arrivals were dropped: " + number(facts.dropped()) + " requests did not start because "
                    + (isSpread ? "all of a worker's share of " : "")
                    + number(plan.load().maxInFlight())
                    + " were in flight. Raise maxInFlight, or lower the rate: the server cannot keep up");
        }
        if (!isSpread && facts.stalls().longest().compareTo(LONGEST_STALL) > 0) {
            causes.add("The machine stalled for "
                    + Format.micros(facts.stalls().longest().toNanos() / 1e3) + ", more than "
                    + Durations.format(LONGEST_STALL) + ". Run the test on a machine that is not suspended");
        }
        return new Validity(causes);
    }

    /** Returns the validity of a run with two endpoints: a problem with either makes the comparison invalid. */
    Validity andOfBaseline(Validity other) {
        List<String> all = new ArrayList<>(causes);
        other.causes().stream()
                .filter(cause -> !causes.contains(cause))
                .map(cause -> "Baseline: " + cause)
                .forEach(all::add);
        return new Validity(all);
    }

    private static Optional<String> offered(LoadPlan plan, Measurement run, RunFacts facts) {
        double offered = 1 - run.lostLoad();
        if (offered >= LEAST_OFFERED) {
            return Optional.empty();
        }
        String why = plan.load().model() == LoadModel.VIRTUAL_USERS
                ? "virtual users waited for the load generator for the rest of the time"
                : "the other requests were sent more than a second late";
        return Optional.of(
                "The load was not offered as planned: it was " + Format.percent(offered) + " of the plan, less than "
                        + Format.percent(LEAST_OFFERED) + ", because " + why + "."
                        + (facts.workers().isEmpty()
                                ? saturation("This JVM", facts.generator()) + " Use a lower load, " + ONE_JVM
                                : new WorkerChecks(plan, facts).saturation() + " Use a lower load, " + MORE_WORKERS));
    }

    /**
     * Requests that a stall held back are handled elsewhere. Arrivals that are late without a stall do not follow the
     * plan.
     */
    private static Optional<String> saturated(LoadPlan plan, Measurement run, RunFacts facts) {
        double tolerance = plan.lagTolerance().toNanos() / 1_000.0;
        double p99 = run.possible(Metric.DISPATCH_LAG, Statistic.percentile(99))
                .lower()
                .orElse(0);
        if (plan.load().model() == LoadModel.VIRTUAL_USERS || p99 <= tolerance) {
            return Optional.empty();
        }
        return Optional.of(
                "The load generator was saturated: it sent requests late without stalling. The dispatch lag p99 was "
                        + Format.micros(p99) + ", more than " + Format.micros(tolerance)
                        + ", so requests did not arrive as planned."
                        + saturation("This JVM", facts.generator()) + " Lower the rate, " + ONE_JVM);
    }

    /** Returns a sentence, after a space, on what the generator ran out of; empty if unknown. */
    static String saturation(String who, GeneratorLog generator) {
        double share = generator.cpuShare().orElse(0);
        double peak = generator.peakCpuShare().orElse(0);
        if (Math.max(share, peak) < HIGH_CPU) {
            return "";
        }
        String cpus = generator.processors() == 1 ? " of its one core" : " of " + generator.processors() + " cores";
        return share >= HIGH_CPU
                ? " " + who + " used " + Format.percent(share) + cpus + "."
                : " " + who + " used up to " + Format.percent(peak) + cpus + ".";
    }

    private static String nothingMeasured(Measurement run) {
        return run.requests() + run.interrupted() == 0
                ? "No request was sent"
                : "No request ended ok: errors " + number(run.errors()) + ", interrupted " + number(run.interrupted());
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
