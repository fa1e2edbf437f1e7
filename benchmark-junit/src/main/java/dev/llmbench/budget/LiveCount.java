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
 * Tracks one budget while a run goes on, from the requests that ended and those that still wait. The caller chooses which
 * part of the run to feed it. Not thread-safe.
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
     * Creates a count without a request.
     *
     * @param budget a {@link Budget#isBreakable() breakable} budget
     * @param plan says what makes a request good, and how much time it has
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

    /** A failure that a stall of the generator may explain is not a sure one. */
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
     * Returns how the budget stands.
     *
     * @param inFlight the requests that have not ended, as far as they have come. A request with its first token has a TTFT;
     *     one that has waited longer than the limit is over it; any other tells nothing yet
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
        return ", where " + budget.figure() + mark + " is to be " + budget.shownLimit();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * How a budget stands.
     *
     * @param samples on how many samples
     * @param told whether they are enough to tell, and the load generator's own delay decides nothing
     * @param broken whether it is over its limit, with all taken off that the load generator may have added
     * @param surely whether it is so beyond chance at 95 %, were the requests independent; of a mean, whether it is so at all
     * @param inWords what was counted, and the limit
     */
    public record Standing(long samples, boolean told, boolean broken, boolean surely, String inWords) {}
}
