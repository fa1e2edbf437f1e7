package dev.llmbench.budget;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Limit;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.metric.TokenSource;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Counts, while a run goes on, what one budget is judged by: the requests that ended, and those that still wait. Takes the
 * requests of whichever part of the run it is asked about. For one thread.
 *
 * <pre>{@code
 * var count = new LiveCount(result.plan().budgets().get(0), result.plan().goodput());
 * }</pre>
 */
public final class LiveCount {
    /** Latencies that a request has before it ends. */
    private static final Set<Metric> KNOWN_EARLY =
            Set.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO, Metric.WAITING);

    private final Budget budget;
    private final GoodputLimits goodput;
    private final Limit limit;
    private long samples;
    private long over;
    private long values;
    private double sum;
    private boolean estimated;

    /**
     * Nothing counted yet.
     *
     * @param budget a {@link Budget#isBreakable() breakable} one
     * @param goodput what makes a request good
     */
    public LiveCount(Budget budget, GoodputLimits goodput) {
        this.budget = budget;
        this.goodput = goodput;
        this.limit = new Limit(budget.metric(), budget.limit());
    }

    /** Counts a request that ended. */
    public void ended(RequestSample sample) {
        estimated |= (sample.tokens().source() == TokenSource.CHUNKS && goodput.countTokensIn(budget.metric()))
                || (sample.isTpotGuessed() && goodput.restsOnTpot(budget.metric()))
                || (sample.isGuessed() && goodput.restsOnFirstToken(budget.metric()));
        if (budget.metric() == Metric.CHUNK_GAP && sample.outcome() == Outcome.OK) {
            sample.gaps().forEach(gap -> {
                count(gap > budget.limit());
                add(gap);
            });
        } else if (budget.metric().isLatency()) {
            if (limit.counts(sample)) {
                count(limit.isOver(sample));
            }
            add(sample.outcome() == Outcome.OK ? budget.metric().of(sample) : ABSENT);
        } else if (sample.outcome() != Outcome.INTERRUPTED) {
            count(isBad(sample));
        }
    }

    private void count(boolean isOver) {
        samples++;
        over += isOver ? 1 : 0;
    }

    private void add(long value) {
        if (value != ABSENT) {
            values++;
            sum += value;
        }
    }

    private boolean isBad(RequestSample sample) {
        return budget.metric() == Metric.ERROR_RATE ? sample.outcome().isError() : !goodput.isGood(sample);
    }

    /**
     * How the budget stands.
     *
     * @param inFlight what the requests that have not ended have come to so far. One that has its first token tells its
     *     TTFT; one that waits for longer than the limit is over it; else it tells nothing yet
     */
    public Standing standing(List<RequestSample> inFlight) {
        if (!budget.metric().isLatency()) {
            return byShare(samples, over, budget.allowedShare());
        }
        if (budget.statistic().kind() == Statistic.Kind.MEAN) {
            return byMean();
        }
        long all = samples;
        long slow = over;
        for (RequestSample request : inFlight) {
            boolean isKnown =
                    KNOWN_EARLY.contains(budget.metric()) && budget.metric().of(request) != ABSENT;
            boolean isOver = limit.isOver(request);
            all += isKnown || isOver ? 1 : 0;
            slow += isOver ? 1 : 0;
        }
        return byShare(all, slow, budget.allowedShare());
    }

    private Standing byShare(long all, long bad, BigDecimal allowed) {
        Proportion proportion = new Proportion(all, bad, allowed, false);
        boolean surely = all > 0 && proportion.isSurelyExceeded((double) all);
        boolean told = surely || all >= Math.max(1, proportion.samplesNeeded());
        String word = switch (budget.metric()) {
            case ERROR_RATE -> " failed";
            case GOOD_FRACTION -> " were not good";
            default -> " took longer";
        };
        String requests = budget.metric() == Metric.CHUNK_GAP ? " gaps" : " requests";
        return new Standing(
                all,
                told,
                told && proportion.isExceeded(),
                surely,
                number(bad) + " of " + number(all) + requests + word + said());
    }

    private Standing byMean() {
        double mean = values == 0 ? 0 : sum / values;
        boolean broken = mean > budget.limit();
        return new Standing(
                values,
                values > 0,
                broken,
                broken,
                "the mean of " + number(values) + " requests was " + Show.value(budget.metric(), mean) + said());
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
     * @param told whether they are enough to tell
     * @param broken whether it is over its limit
     * @param surely whether it is so beyond chance at 95 %, were the requests independent; of a mean, whether it is so at all
     * @param inWords what was counted, and the limit
     */
    public record Standing(long samples, boolean told, boolean broken, boolean surely, String inWords) {}
}
