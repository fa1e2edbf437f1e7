package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the run measured the server or the generator itself.
 *
 * <pre>{@code
 * if (!result.validity().isValid()) {
 *     System.err.println(result.validity().causes());
 * }
 * }</pre>
 *
 * @param causes what makes it invalid, each with its figure and, where there is one, the remedy; empty where it is valid
 */
public record Validity(List<String> causes) {
    private static final double MOST_STALLED = 0.005;
    private static final double HIGH_CPU = 0.8;

    public Validity {
        causes = List.copyOf(causes);
    }

    public boolean isValid() {
        return causes.isEmpty();
    }

    static Validity judge(LoadPlan plan, Measurement run, RunFacts facts) {
        List<String> causes = new ArrayList<>();
        facts.cutShort().ifPresent(why -> causes.add("The plan was not carried out: " + why));
        if (run.ok() == 0) {
            causes.add(nothingMeasured(run));
        }
        // Where nothing ended ok there are no latencies that the generator could have distorted.
        boolean measured = run.ok() > 0;
        double tolerance = plan.lagTolerance().toNanos() / 1_000.0;
        lateness(run, facts, tolerance).filter(cause -> measured).ifPresent(causes::add);
        if (facts.dropped() > 0 && facts.breakpoint().isEmpty()) {
            causes.add("Arrivals were dropped: " + number(facts.dropped()) + " requests did not start, since "
                    + number(plan.load().maxInFlight())
                    + " were in flight. Raise maxInFlight, or lower the rate: the server does not keep up");
        }
        stalls(facts, tolerance).filter(cause -> measured).ifPresent(causes::add);
        return new Validity(causes);
    }

    private static Optional<String> lateness(Measurement run, RunFacts facts, double toleranceMicros) {
        double p99 = run.latency(Metric.DISPATCH_LAG)
                .micros(Statistic.percentile(99))
                .orElse(0);
        if (p99 <= toleranceMicros) {
            return Optional.empty();
        }
        return Optional.of("The load generator was late: dispatch lag p99 was " + Show.micros(p99) + ", more than "
                + Show.micros(toleranceMicros) + ", so latencies may be the generator's own."
                + saturation(facts.generator())
                + " Use fewer users, give the test JVM more CPU, or run it apart from the server");
    }

    /** Stalls that cover more than their share of the time: a few are chance, and percentiles bear them. */
    private static Optional<String> stalls(RunFacts facts, double toleranceMicros) {
        double share = (double) facts.stalls().total().toNanos()
                / Math.max(1, facts.elapsed().toNanos());
        if (share <= MOST_STALLED) {
            return Optional.empty();
        }
        return Optional.of("The load generator stood still: stalls of more than " + Show.micros(toleranceMicros)
                + " cover "
                + Show.percent(share) + " of the run, more than " + Show.percent(MOST_STALLED) + "; the longest took "
                + Show.micros(facts.stalls().longest().toNanos() / 1_000.0)
                + "." + saturation(facts.generator())
                + " Give the test JVM more CPU or heap, or run it on a machine with less else to do");
    }

    /** What the generator had no more of, as far as that is known; empty or with a space before it. */
    private static String saturation(GeneratorLog generator) {
        double share = generator.cpuShare().orElse(0);
        double peak = generator.peakCpuShare().orElse(0);
        if (Math.max(share, peak) < HIGH_CPU) {
            return "";
        }
        String cpus = generator.processors() == 1 ? " of its one core" : " of " + generator.processors() + " cores";
        return share >= HIGH_CPU
                ? " It was saturated: this JVM used " + Show.percent(share) + cpus + "."
                : " It was saturated at times: this JVM used up to " + Show.percent(peak) + cpus + ".";
    }

    private static String nothingMeasured(Measurement run) {
        return run.requests() + run.interrupted() == 0
                ? "No request was sent"
                : "No request ended ok: errors " + number(run.errors()) + ", interrupted " + number(run.interrupted());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
