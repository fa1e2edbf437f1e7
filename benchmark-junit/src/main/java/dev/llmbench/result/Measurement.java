package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.stats.Interval;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The measurement of the run, of a stage or of a time window. Latencies cover the requests scheduled in it that ended
 * ok; throughput covers the requests that ended ok within its planned time.
 *
 * <pre>{@code
 * Measurement run = result.run();
 * OptionalDouble seconds = run.value(E2E, Statistic.MEAN);
 * double tokensPerSecond = run.value(OUTPUT_TOKEN_THROUGHPUT, Statistic.VALUE).orElse(0);
 * }</pre>
 */
public final class Measurement {
    private static final Statistic MEDIAN = Statistic.percentile(50);
    private static final double LEAST_LOSS = 0.001;

    private final Scope scope;
    private final ScopeSums sums;
    private final Map<Metric, Bounded> latencies;
    private final Map<Metric, Distribution> waits;
    private final Context context;
    private final double lostLoad;

    /**
     * The run that a measurement is a part of.
     *
     * @param counts the exact counts of samples over limits; empty for a window, for which there are none
     */
    record Context(LoadPlan plan, Timeline timeline, Optional<ExactCounts> counts) {}

    Measurement(
            Scope scope,
            ScopeSums sums,
            Map<Metric, Bounded> latencies,
            Map<Metric, Distribution> waits,
            Context context) {
        this.scope = scope;
        this.sums = sums;
        this.latencies = Map.copyOf(latencies);
        this.waits = Map.copyOf(waits);
        this.context = context;
        this.lostLoad = sums.added.lostShare(context.plan().load(), scope);
    }

    public Scope scope() {
        return scope;
    }

    /** Returns the number of requests with the given outcome. */
    public long count(Outcome outcome) {
        return sums.outcomes.getOrDefault(outcome, 0L);
    }

    /** Returns the number of requests that ended ok. */
    public long ok() {
        return count(Outcome.OK);
    }

    /** Returns the number of requests that ended with an error of any kind. */
    public long errors() {
        return sums.outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().isError())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns the number of requests cut off by the end of the run, which are neither ok nor errors. */
    public long interrupted() {
        return count(Outcome.INTERRUPTED);
    }

    /** Returns the number of requests that count for the error rate: ok and errors. */
    public long requests() {
        return ok() + errors();
    }

    /** Returns the number of requests that ended ok and met every goodput limit; empty if the test has no such limits. */
    public OptionalLong good() {
        return context.plan().goodput().isEmpty() ? OptionalLong.empty() : OptionalLong.of(sums.good);
    }

    /** Returns the requests that ended ok in the planned time. */
    public Completed completed() {
        return sums.completed;
    }

    /** Returns the sources of the output token counts; more than one if the server's answers differ. */
    public Set<TokenSource> tokenSources() {
        return Collections.unmodifiableSet(sums.tokenSources);
    }

    /**
     * Returns the distribution of a latency; empty if no request gave a sample.
     *
     * @throws IllegalArgumentException if the metric is not a latency
     */
    public Distribution latency(Metric metric) {
        if (!metric.isLatency()) {
            throw new IllegalArgumentException(metric.label() + " is not a latency: call value() instead");
        }
        return bounded(metric).values();
    }

    /** Returns the distribution of a latency with its bounds. */
    Bounded bounded(Metric metric) {
        return latencies.getOrDefault(metric, Bounded.EMPTY);
    }

    /**
     * Returns the fraction of the planned load that the generator did not offer, between 0 and 1: for virtual users, the time that they
     * waited for the generator itself; for arrivals, those that were sent more than a second after their schedule.
     */
    public double lostLoad() {
        return lostLoad;
    }

    /** Returns how long cut-off and timed-out requests had waited, which is a lower bound for their latency. */
    Distribution waits(Metric metric) {
        return waits.getOrDefault(metric, Distribution.EMPTY);
    }

    /** Returns errors / (ok + errors); empty if no request ended. */
    public OptionalDouble errorRate() {
        return value(Metric.ERROR_RATE, Statistic.VALUE);
    }

    /**
     * Returns one figure: microseconds for a latency, a fraction between 0 and 1, a rate per second, or a count. Empty
     * if nothing was measured; for goodput and the good fraction also if the test has no goodput limits, and for MBU
     * and MTU if its model profile or a count of tokens is missing.
     */
    public OptionalDouble value(Metric metric, Statistic statistic) {
        Completed completed = sums.completed;
        return switch (metric) {
            case ERROR_RATE -> share(errors());
            case GOOD_FRACTION -> good().isEmpty() ? OptionalDouble.empty() : share(sums.good);
            case REQUEST_THROUGHPUT, OUTPUT_TOKEN_THROUGHPUT, TOTAL_TOKEN_THROUGHPUT ->
                perSecond(completed.amount(metric));
            case GOODPUT -> good().isEmpty() ? OptionalDouble.empty() : perSecond(completed.amount(metric));
            case MBU ->
                sums.work.mbu(
                        context.plan().modelProfile(),
                        scope.measured(),
                        latency(Metric.TPOT).micros(MEDIAN));
            case MTU -> sums.work.mtu(context.plan().modelProfile(), scope.measured());
            case OK_REQUESTS -> OptionalDouble.of((double) ok());
            case ERRORS -> OptionalDouble.of((double) errors());
            default -> latency(metric).micros(statistic);
        };
    }

    /**
     * Returns the bounds of the true figure, given what the load generator may have added, in the unit of
     * {@link #value}. Both equal the measured figure if it added nothing. Unbounded if there is no figure.
     */
    public Interval possible(Metric metric, Statistic statistic) {
        OptionalDouble value = value(metric, statistic);
        if (value.isEmpty()) {
            return Interval.UNBOUNDED;
        }
        double figure = value.getAsDouble();
        GeneratorEffect added = sums.added;
        Completed completed = sums.completed;
        Completed late = added.late;
        return switch (metric) {
            case ERROR_RATE -> Interval.of(figure - (double) added.unsureErrors / requests(), figure);
            case ERRORS -> Interval.of(figure - added.unsureErrors, figure);
            case OK_REQUESTS -> Interval.of(figure, restored(ok() + added.unsureErrors));
            case GOOD_FRACTION ->
                Interval.of(
                        (double) added.surelyGood / requests(), Math.min(1, (double) added.possiblyGood / requests()));
            case GOODPUT ->
                Interval.of(
                        rate((double) added.surelyGoodCompleted),
                        rate(restored(added.possiblyGoodCompleted + late.requests())));
            case REQUEST_THROUGHPUT, OUTPUT_TOKEN_THROUGHPUT, TOTAL_TOKEN_THROUGHPUT ->
                Interval.of(figure, rate(restored(completed.amount(metric) + late.amount(metric))));
            case MBU -> ofMbu(figure);
            case MTU -> Interval.of(figure, figure / kept());
            default -> bounded(metric).possible(statistic);
        };
    }

    /** MBU falls as the median TPOT rises. */
    private Interval ofMbu(double figure) {
        Interval tpot = bounded(Metric.TPOT).possible(MEDIAN);
        double measured = latency(Metric.TPOT).micros(MEDIAN).orElse(0);
        double least = tpot.lower().orElse(measured);
        double most = tpot.upper().orElse(measured);
        return Interval.of(figure * measured / most, least == 0 ? Double.MAX_VALUE : figure * measured / least);
    }

    /** Returns the amount that the whole planned load would have resulted in. */
    private double restored(long amount) {
        return (double) amount / kept();
    }

    /** Returns the fraction of the load that was offered. The usual time of a dispatch does not count as a loss. */
    private double kept() {
        return lostLoad < LEAST_LOSS || lostLoad == 1 ? 1 : 1 - lostLoad;
    }

    private double rate(double amount) {
        return amount / (scope.measured().toNanos() / 1e9);
    }

    /**
     * Returns the mean number of streams between their first and last token, among the measured requests of any
     * outcome; empty if there were none.
     */
    public OptionalDouble decodingStreams() {
        return sums.work.streams(scope.measured());
    }

    /**
     * Returns the mean length of these streams in tokens during that time: the prompt and half of the output of each,
     * weighted by its time. Empty if a request that ended ok lacks one of these counts.
     */
    public OptionalDouble decodingStreamLength() {
        return sums.work.streamLength();
    }

    /**
     * Counts exactly how many samples of a latency are over a limit, including the cut-off and timed-out requests that
     * waited longer. Chunk gaps are counted exactly for the limits of the plan's budgets. For other limits, and for all
     * latencies of a window, the limit is resolved to a thousandth.
     *
     * @param metric a latency
     * @param limitMicros the limit in microseconds
     */
    public Exceedance exceedance(Metric metric, double limitMicros) {
        return context.counts()
                .map(counts -> counts.of(this, metric, limitMicros))
                .orElseGet(() -> ExactCounts.inBuckets(this, metric, limitMicros));
    }

    /**
     * Returns the fraction of the samples that the load generator may have changed by more than a tenth of a budget's limit; 0 for a
     * limit that no budget of the plan has.
     */
    double blurredShare(Metric metric, double limitMicros) {
        return context.counts()
                .map(counts -> counts.blurredShare(this, metric, limitMicros))
                .orElse(0.0);
    }

    /**
     * Returns how many independent samples would be as informative about the fraction over a limit as these: successive
     * requests to a server that queues have similar latencies, so n of them are less informative than n independent
     * ones. Computed from the lag-1 autocorrelation of the series "over the limit" in order of schedule, and from the
     * spread of its long batches if it is correlated; never more than the number of samples. For chunk gaps and
     * windows, and if requests.csv cannot be read again for a limit that no budget has, it is computed only from
     * batches of the timeline.
     *
     * @param metric a latency, the error rate or the good fraction
     * @param limit the limit of a latency in microseconds; ignored for a fraction
     * @param surely whether to count the samples that are certainly over the limit, or those that may be
     * @return empty if there are no samples, or if the time with samples has fewer than five whole slots of the
     *     timeline
     */
    public OptionalDouble effectiveSize(Metric metric, double limit, boolean surely) {
        OptionalDouble counted = context.counts()
                .map(counts -> counts.effectiveSize(this, metric, limit, surely))
                .orElse(OptionalDouble.empty());
        if (counted.isPresent() || scope.turn().isPresent()) {
            return counted;
        }
        double samples = metric.isLatency() ? exceedance(metric, limit).samples() : requests();
        OptionalDouble share = new Intervals(context.timeline(), this, metric).effectiveShare(limit);
        return share.isEmpty() ? share : OptionalDouble.of(Math.max(1, samples * share.getAsDouble()));
    }

    /**
     * Returns a note for a figure that depends on numbers of chunks instead of output tokens, or on tokens that could not be
     * distinguished from the rest of the stream: {@code partly estimated} or {@code estimated}; empty for other figures.
     */
    public Optional<String> estimated(Metric metric) {
        GoodputLimits limits = context.plan().goodput();
        boolean byChunks = limits.dependsOnTokenCount(metric) && sums.tokenSources.contains(TokenSource.CHUNKS);
        long guessed =
                limits.dependsOnTpot(metric) ? sums.guessedTpot : limits.dependsOnFirstToken(metric) ? sums.guessed : 0;
        if (!byChunks && guessed == 0) {
            return Optional.empty();
        }
        boolean all = (byChunks && sums.tokenSources.size() == 1) || guessed == ok();
        return Optional.of(all ? "estimated" : "partly estimated");
    }

    /**
     * Returns the 95 % confidence interval of a figure. For a percentile, it is computed from order statistics, for any
     * distribution; for a fraction, from Clopper and Pearson's exact bounds; both with the number of samples that would
     * be as informative if they were independent, computed from the spread of up to twenty successive batches. For a
     * mean, and for a rate per second, it is computed from the means of ten to twenty batches and Student's t. It is
     * valid for a load at one level and says little about a ramp.
     *
     * @return the interval in microseconds, as a fraction or as a rate per second; unbounded on a side for which there
     *     are too few samples, and on both sides for a turn, a minimum, a maximum or a count, and for means and rates
     *     over less than ten whole slots of the timeline, which are seconds in runs of up to two hours
     */
    public Interval interval(Metric metric, Statistic statistic) {
        return interval(metric, statistic, Interval.USUAL_CONFIDENCE);
    }

    /**
     * Returns the interval at another confidence level. At 0.9, for example, each side is a one-sided bound at 95 %.
     */
    public Interval interval(Metric metric, Statistic statistic, double confidence) {
        // The timeline shows the correlation of all requests, but not of those of one turn.
        return scope.turn().isPresent()
                ? Interval.UNBOUNDED
                : new Intervals(context.timeline(), this, metric).of(statistic, confidence);
    }

    private OptionalDouble share(long part) {
        return requests() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / requests());
    }

    private OptionalDouble perSecond(long amount) {
        double seconds = scope.measured().toNanos() / 1e9;
        return seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(amount / seconds);
    }
}
