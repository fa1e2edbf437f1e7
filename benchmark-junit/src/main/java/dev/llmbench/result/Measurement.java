package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.stats.Interval;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was measured of the run, of a stage or of a window of time. Latencies are of requests scheduled in it that ended ok; throughput is of
 * requests that ended ok in its planned time.
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
    private final Map<Outcome, Long> outcomes;
    private final OptionalLong good;
    private final Completed completed;
    private final Map<Metric, Bounded> latencies;
    private final Map<Metric, Distribution> waits;
    private final Set<TokenSource> tokenSources;
    private final long guessed;
    private final long guessedTpot;
    private final ModelUse modelUse;
    private final GeneratorEffect added;
    private final UnofferedLoad loss;

    Measurement(
            Scope scope,
            Map<Outcome, Long> outcomes,
            OptionalLong good,
            Completed completed,
            Map<Metric, Bounded> latencies,
            Map<Metric, Distribution> waits,
            Set<TokenSource> tokenSources,
            long guessed,
            long guessedTpot,
            ModelUse modelUse,
            GeneratorEffect added,
            UnofferedLoad loss) {
        this.scope = scope;
        this.outcomes = Map.copyOf(outcomes);
        this.good = good;
        this.completed = completed;
        this.latencies = Map.copyOf(latencies);
        this.waits = Map.copyOf(waits);
        this.tokenSources = Set.copyOf(tokenSources);
        this.guessed = guessed;
        this.guessedTpot = guessedTpot;
        this.modelUse = modelUse;
        this.added = added;
        this.loss = loss;
    }

    public Scope scope() {
        return scope;
    }

    /** The number of requests that ended so. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** Requests that ended ok. */
    public long ok() {
        return count(Outcome.OK);
    }

    /** Requests that ended with an error of any kind. */
    public long errors() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().isError())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Requests cut off by the end of the run: neither ok nor errors. */
    public long interrupted() {
        return count(Outcome.INTERRUPTED);
    }

    /** Requests that count in the error rate: ok and errors. */
    public long requests() {
        return ok() + errors();
    }

    /** Requests that ended ok and met every goodput limit; empty where the test has no such limits. */
    public OptionalLong good() {
        return good;
    }

    /** What ended ok in the planned time. */
    public Completed completed() {
        return completed;
    }

    /** Where the counts of output tokens come from; more than one where servers' answers differ. */
    public Set<TokenSource> tokenSources() {
        return tokenSources;
    }

    /** Requests that ended ok of which it is a guess which events were the first and the last token. */
    long guessed() {
        return guessed;
    }

    /** Requests that ended ok of which TPOT rests on a guess. */
    long guessedTpot() {
        return guessedTpot;
    }

    /**
     * The distribution of a latency; empty where no request gave a sample.
     *
     * @throws IllegalArgumentException if the metric is no latency
     */
    public Distribution latency(Metric metric) {
        if (!metric.isLatency()) {
            throw new IllegalArgumentException(metric.label() + " is no latency: ask value() for it");
        }
        return bounded(metric).values();
    }

    /** The distribution of a latency with its bounds. */
    Bounded bounded(Metric metric) {
        return latencies.getOrDefault(metric, Bounded.EMPTY);
    }

    /**
     * The share of the planned load that the generator did not offer, between 0 and 1: of virtual users the time that they
     * waited for the generator itself, of arrivals those that were sent more than a second after their schedule.
     */
    public double lostLoad() {
        return loss.share();
    }

    /** How long cut-off and timed-out requests had waited: the least that this latency of theirs can have been. */
    Distribution waits(Metric metric) {
        return waits.getOrDefault(metric, Distribution.EMPTY);
    }

    /** Errors / (ok + errors); empty where no request ended. */
    public OptionalDouble errorRate() {
        return value(Metric.ERROR_RATE, Statistic.VALUE);
    }

    /**
     * One figure: microseconds of a latency, a share between 0 and 1, so many a second, or a count. Empty where nothing
     * was measured to draw it from; of goodput and the good fraction also where the test has no goodput limits, and of MBU
     * and MTU where its model profile or a count of tokens lacks what they take.
     */
    public OptionalDouble value(Metric metric, Statistic statistic) {
        return switch (metric) {
            case ERROR_RATE -> share(errors());
            case GOOD_FRACTION -> good.isEmpty() ? OptionalDouble.empty() : share(good.getAsLong());
            case REQUEST_THROUGHPUT -> perSecond(completed.requests());
            case OUTPUT_TOKEN_THROUGHPUT -> perSecond(completed.outputTokens());
            case TOTAL_TOKEN_THROUGHPUT -> perSecond(completed.outputTokens() + completed.promptTokens());
            case GOODPUT -> good.isEmpty() ? OptionalDouble.empty() : perSecond(completed.good());
            case MBU -> modelUse.mbu(latency(Metric.TPOT).micros(MEDIAN));
            case MTU -> modelUse.mtu();
            case OK_REQUESTS -> OptionalDouble.of((double) ok());
            case ERRORS -> OptionalDouble.of((double) errors());
            default -> latency(metric).micros(statistic);
        };
    }

    /**
     * Between which figures the true one lies, given what the load generator may have added to what it measured, in the unit
     * of {@link #value}. Both are the measured figure where it added nothing; without bounds where there is no figure.
     */
    public Interval possible(Metric metric, Statistic statistic) {
        OptionalDouble value = value(metric, statistic);
        if (value.isEmpty()) {
            return Interval.UNBOUNDED;
        }
        double figure = value.getAsDouble();
        Completed late = added.late();
        return switch (metric) {
            case ERROR_RATE -> Interval.of(figure - (double) added.unsureErrors() / requests(), figure);
            case ERRORS -> Interval.of(figure - added.unsureErrors(), figure);
            case OK_REQUESTS -> Interval.of(figure, restored(ok() + added.unsureErrors()));
            case GOOD_FRACTION ->
                Interval.of(
                        (double) added.surelyGood() / requests(),
                        Math.min(1, (double) added.possiblyGood() / requests()));
            case GOODPUT ->
                Interval.of(
                        rate((double) added.surelyGoodCompleted()),
                        rate(restored(added.possiblyGoodCompleted() + late.requests())));
            case REQUEST_THROUGHPUT -> Interval.of(figure, rate(restored(completed.requests() + late.requests())));
            case OUTPUT_TOKEN_THROUGHPUT ->
                Interval.of(figure, rate(restored(completed.outputTokens() + late.outputTokens())));
            case TOTAL_TOKEN_THROUGHPUT -> Interval.of(figure, rate(restored(allTokens(completed) + allTokens(late))));
            case MBU -> ofMbu(figure);
            case MTU -> Interval.of(figure, figure / kept());
            default -> bounded(metric).possible(statistic);
        };
    }

    /** It falls as the median TPOT rises. */
    private Interval ofMbu(double figure) {
        Interval tpot = bounded(Metric.TPOT).possible(MEDIAN);
        double measured = latency(Metric.TPOT).micros(MEDIAN).orElse(0);
        double least = tpot.lower().orElse(measured);
        double most = tpot.upper().orElse(measured);
        return Interval.of(figure * measured / most, least == 0 ? Double.MAX_VALUE : figure * measured / least);
    }

    private static long allTokens(Completed of) {
        return of.outputTokens() + of.promptTokens();
    }

    /** With the load given back that was not offered. */
    private double restored(long amount) {
        return (double) amount / kept();
    }

    /** The share of the load that was offered; what every dispatch takes is no loss, and a run that offered nothing has none. */
    private double kept() {
        return loss.share() < LEAST_LOSS || loss.share() == 1 ? 1 : 1 - loss.share();
    }

    private double rate(double amount) {
        return amount / (scope.length().toNanos() / 1e9);
    }

    /**
     * The mean number of streams that were between their first and their last token, of the measured requests however they
     * ended; empty where there was none.
     */
    public OptionalDouble decodingStreams() {
        return modelUse.streams();
    }

    /**
     * The mean length in tokens of these streams while they were so: each one's prompt and half of its output, weighed by
     * its time. Empty where an answer that ended ok has no count of either.
     */
    public OptionalDouble decodingStreamLength() {
        return modelUse.work().streamLength();
    }

    private OptionalDouble share(long part) {
        return requests() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / requests());
    }

    private OptionalDouble perSecond(long amount) {
        double seconds = scope.length().toNanos() / 1e9;
        return seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(amount / seconds);
    }
}
