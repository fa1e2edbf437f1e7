package dev.llmbench.budget;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Limit;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tracks one budget during a run, based on the requests that have ended and those that are still waiting. The caller
 * decides which part of the run to pass to it. Not thread-safe.
 *
 * <pre>{@code
 * var count = new LiveCount(result.plan().budgets().get(0), result.plan());
 * }</pre>
 */
public final class LiveCount {
    /** The latencies that are known before a request ends. */
    private static final Set<Metric> KNOWN_EARLY =
            Set.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO, Metric.WAITING);

    private final Budget budget;
    private final GoodputLimits goodput;
    private final long timeout;
    private final Limit limit;
    private long samples;
    private long surely;
    private long possibly;
    private long values;
    private double least;
    private double most;
    private boolean estimated;

    /**
     * Creates an empty count.
     *
     * @param budget a {@link Budget#isBreakable() breakable} budget
     * @param plan the plan, which determines what makes a request good and when it times out
     */
    public LiveCount(Budget budget, LoadPlan plan) {
        this.budget = budget;
        this.goodput = plan.goodput();
        this.timeout = plan.target().requestTimeout().toNanos() / 1_000;
        this.limit = new Limit(budget.metric(), budget.limit());
    }

    /** Counts a request that ended. */
    public void ended(RequestSample sample) {
        estimated |= (sample.tokens().source() == TokenSource.CHUNKS && goodput.dependsOnTokenCount(budget.metric()))
                || (sample.isTpotGuessed() && goodput.dependsOnTpot(budget.metric()))
                || (sample.isGuessed() && goodput.dependsOnFirstToken(budget.metric()));
        if (budget.metric() == Metric.CHUNK_GAP && sample.outcome() == Outcome.OK) {
            samples += sample.gaps().size();
            surely += sample.gaps().surelyOver(budget.limit());
            possibly += sample.gaps().possiblyOver(budget.limit());
            sample.gaps().forEachBounded((gap, lower, upper) -> add(lower, upper));
        } else if (budget.metric().isLatency()) {
            if (limit.counts(sample)) {
                count(limit.isSurelyOver(sample), limit.isPossiblyOver(sample));
            }
            if (sample.outcome() == Outcome.OK && budget.metric().of(sample) != ABSENT) {
                add(budget.metric().least(sample), budget.metric().most(sample));
            }
        } else if (sample.outcome() != Outcome.INTERRUPTED) {
            share(sample);
        }
    }

    private void count(boolean isSurely, boolean isPossibly) {
        samples++;
        surely += isSurely ? 1 : 0;
        possibly += isPossibly ? 1 : 0;
    }

    private void add(long lower, long upper) {
        values++;
        least += lower;
        most += upper;
    }

    /** Counts a request for a fraction. A failure that may be due to a stall of the generator is not a certain one. */
    private void share(RequestSample sample) {
        boolean failed = sample.outcome().isError();
        boolean surelyFailed = failed && !sample.mayHaveFailedByDelay(timeout);
        if (budget.metric() == Metric.ERROR_RATE) {
            count(surelyFailed, failed);
        } else {
            count(failed ? surelyFailed : !goodput.isPossiblyGood(sample), !goodput.isSurelyGood(sample));
        }
    }

    /**
     * Returns the current state of the budget.
     *
     * @param inFlight the requests in flight, with their moments so far. A request that has its first token has a TTFT;
     *     one that has waited longer than the limit is over it; any other does not count yet
     */
    public Standing standing(List<RequestSample> inFlight) {
        if (!budget.metric().isLatency()) {
            return byShare(samples, surely, possibly);
        }
        if (budget.statistic().kind() == Statistic.Kind.MEAN) {
            return byMean();
        }
        long all = samples;
        long slow = surely;
        long maybe = possibly;
        for (RequestSample request : inFlight) {
            boolean isKnown =
                    KNOWN_EARLY.contains(budget.metric()) && budget.metric().of(request) != ABSENT;
            all += isKnown || limit.isOver(request) ? 1 : 0;
            slow += limit.isSurelyOver(request) ? 1 : 0;
            maybe += limit.isOver(request) ? 1 : 0;
        }
        return byShare(all, slow, maybe);
    }

    private Standing byShare(long all, long bad, long perhapsBad) {
        Proportion least = new Proportion(all, bad, budget.allowedShare(), false);
        Proportion most = new Proportion(all, perhapsBad, budget.allowedShare(), false);
        boolean proven = all > 0 && least.isSurelyExceeded((double) all);
        boolean enough = proven || all >= Math.max(1, least.samplesNeeded());
        boolean broken = enough && least.isExceeded();
        String word = switch (budget.metric()) {
            case ERROR_RATE -> " failed";
            case GOOD_FRACTION -> " were not good";
            default -> " took longer";
        };
        String requests = budget.metric() == Metric.CHUNK_GAP ? " gaps" : " requests";
        return new Standing(
                all,
                broken || (enough && !most.isExceeded()),
                broken,
                proven,
                number(bad) + " of " + number(all) + requests + word + said());
    }

    private Standing byMean() {
        double lower = values == 0 ? 0 : least / values;
        double upper = values == 0 ? 0 : most / values;
        boolean broken = lower > budget.limit();
        return new Standing(
                values,
                values > 0 && (broken || upper <= budget.limit()),
                broken,
                broken,
                "the mean of " + number(values) + " requests was " + Format.value(budget.metric(), lower) + said());
    }

    private String said() {
        String mark = estimated ? " (estimated)" : "";
        return "; the limit is " + budget.figure() + mark + " " + budget.shownLimit();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * The current state of a budget.
     *
     * @param samples the number of samples
     * @param told whether there are enough samples to tell, and the outcome does not depend on the load generator's own
     *     delay
     * @param broken whether it is over its limit even without everything that the load generator may have added
     * @param surely whether chance is ruled out at 95 % confidence if the requests are independent; for a mean, the
     *     same as {@code broken}
     * @param inWords what was counted, and the limit
     */
    public record Standing(long samples, boolean told, boolean broken, boolean surely, String inWords) {}
}
