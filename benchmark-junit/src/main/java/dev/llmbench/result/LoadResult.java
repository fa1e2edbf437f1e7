package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.stats.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The result of a load test: what was measured of the run and of each stage, whether the run is valid, and where its
 * files are. Immutable.
 *
 * <pre>{@code
 * long ok = result.run().ok();
 * OptionalDouble p95 = result.stages().get(1).value(TTFT, Statistic.percentile(95));
 * }</pre>
 */
public final class LoadResult {
    private static final String UNREADABLE =
            "the generator stood still now and then, and the requests cannot be read again without those of that time";

    private final LoadPlan plan;
    private final RunFacts facts;
    private final Measurement run;
    private final List<Measurement> stages;
    private final Timeline timeline;
    private final List<ErrorCount> commonestErrors;
    private final ExactCounts exactCounts;
    private final QuietResults quiet;
    private final List<TpotByDifference> tpotByDifference;
    private final Optional<Conversations> conversations;
    private final Optional<Turns> turns;
    private final Validity validity;
    private final ReadingNotes readingNotes;
    private final Optional<Path> directory;
    private final List<String> incompleteFiles;
    private final Optional<String> testFailure;

    LoadResult(
            LoadPlan plan,
            RunFacts facts,
            Measurement run,
            List<Measurement> stages,
            Timeline timeline,
            List<ErrorCount> commonestErrors,
            ExactCounts exactCounts,
            QuietResults quiet,
            List<TpotByDifference> tpotByDifference,
            Optional<Conversations> conversations,
            Optional<Turns> turns) {
        this(
                plan,
                facts,
                run,
                stages,
                timeline,
                commonestErrors,
                exactCounts,
                quiet,
                tpotByDifference,
                conversations,
                turns,
                Validity.judge(plan, run, facts),
                new ReadingNotes(List.of()),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private LoadResult(
            LoadPlan plan,
            RunFacts facts,
            Measurement run,
            List<Measurement> stages,
            Timeline timeline,
            List<ErrorCount> commonestErrors,
            ExactCounts exactCounts,
            QuietResults quiet,
            List<TpotByDifference> tpotByDifference,
            Optional<Conversations> conversations,
            Optional<Turns> turns,
            Validity validity,
            ReadingNotes readingNotes,
            Optional<Path> directory,
            List<String> incompleteFiles,
            Optional<String> testFailure) {
        this.plan = plan;
        this.facts = facts;
        this.run = run;
        this.stages = List.copyOf(stages);
        this.timeline = timeline;
        this.commonestErrors = List.copyOf(commonestErrors);
        this.exactCounts = exactCounts;
        this.quiet = quiet;
        this.tpotByDifference = tpotByDifference;
        this.conversations = conversations;
        this.turns = turns;
        this.validity = validity;
        this.readingNotes = readingNotes;
        this.directory = directory;
        this.incompleteFiles = List.copyOf(incompleteFiles);
        this.testFailure = testFailure;
    }

    /** The same result, with the directory that holds its files. */
    public LoadResult in(Path directory) {
        return with(readingNotes, Optional.of(directory), incompleteFiles, testFailure);
    }

    /** The same result, with files that could not be written as they should be, each with its path and why. */
    public LoadResult withIncompleteFiles(List<String> files) {
        return with(readingNotes, directory, files, testFailure);
    }

    /** The same result, of a test whose own assertions failed with this message. */
    public LoadResult failedBy(String message) {
        return with(readingNotes, directory, incompleteFiles, Optional.of(message));
    }

    LoadResult read(ReadingNotes notes) {
        return with(notes, directory, incompleteFiles, testFailure);
    }

    private LoadResult with(
            ReadingNotes readingNotes,
            Optional<Path> directory,
            List<String> incompleteFiles,
            Optional<String> testFailure) {
        return new LoadResult(
                plan,
                facts,
                run,
                stages,
                timeline,
                commonestErrors,
                exactCounts,
                quiet,
                tpotByDifference,
                conversations,
                turns,
                validity,
                readingNotes,
                directory,
                incompleteFiles,
                testFailure);
    }

    /** What was asked for. */
    public LoadPlan plan() {
        return plan;
    }

    /** When the run started, how long it took, and whether the plan was carried out. */
    public RunFacts facts() {
        return facts;
    }

    /** What was measured of the whole run. */
    public Measurement run() {
        return run;
    }

    /** What was measured of each stage, in order. */
    public List<Measurement> stages() {
        return stages;
    }

    /**
     * What was measured of one stage.
     *
     * @param number the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Measurement stage(int number) {
        if (number < 1 || number > stages.size()) {
            throw ConfigurationException.of(
                    "stage",
                    number,
                    "this run has " + stages.size() + (stages.size() == 1 ? " stage" : " stages"),
                    "Name one of them; the first is 1. Where llmbench.stages takes the place of the test's own stages, give it"
                            + " as many");
        }
        return stages.get(number - 1);
    }

    /** The run by time, in bounded memory. */
    public Timeline timeline() {
        return timeline;
    }

    /**
     * What was measured of a window of time, see {@link Timeline#window}.
     *
     * @param from its start, from the start of the run; a whole multiple of the timeline's slot, which is a second in runs
     *     of up to two hours
     * @param to its end, likewise; the planned end of the run where it is later than that
     * @throws ConfigurationException if the window is empty, out of the run, or not in whole slots
     */
    public Measurement window(Duration from, Duration to) {
        return timeline.window(from, to);
    }

    /**
     * How long the service took to recover from a spike of one stage, by the {@link RecoveryRule#USUAL usual rule}.
     *
     * @param stage the stage of the spike, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Recovery recovery(int stage) {
        return recovery(stage, RecoveryRule.USUAL);
    }

    /**
     * How long the service took to recover from the spike that the load has, by the {@link RecoveryRule#USUAL usual rule};
     * empty where it has none.
     */
    public Optional<Recovery> recovery() {
        return LoadTimeline.of(plan.load())
                .spike()
                .map(spike -> recovery(spike.firstStage(), spike.lastStage(), RecoveryRule.USUAL));
    }

    /** The same by another rule. */
    public Recovery recovery(int stage, RecoveryRule rule) {
        return recovery(stage, stage, rule);
    }

    /**
     * How long the service took to recover from a spike of several stages, such as its rise, its height and its fall. Told of
     * {@link #onQuietTime quiet time}.
     *
     * @param firstStage its first stage, counted from 1
     * @param lastStage its last stage; recovery counts from the end of it
     * @throws ConfigurationException if the test has no such stages, or the rule's window is not in whole slots of the
     *     timeline
     */
    public Recovery recovery(int firstStage, int lastStage, RecoveryRule rule) {
        Optional<LoadResult> judged = onQuietTime(rule.metric());
        return judged.isPresent()
                ? new RecoverySearch(judged.get(), firstStage, lastStage, rule).recovery()
                : new RecoverySearch(this, firstStage, lastStage, rule).unknown(UNREADABLE);
    }

    /**
     * How a figure drifted while the load was held at one level. Told of {@link #onQuietTime quiet time}.
     *
     * @param metric the error rate, or a latency other than the chunk gap
     */
    public Drift drift(Metric metric) {
        return onQuietTime(metric)
                .map(judged -> DriftSearch.drift(judged, metric))
                .orElseGet(() -> Drift.unknown(metric, 0, Duration.ZERO, UNREADABLE));
    }

    /** TPOT of the run by two lengths of output; empty where the test does not measure it so. */
    public Optional<TpotByDifference> tpotByDifference() {
        return tpotByDifference.stream().findFirst();
    }

    /**
     * The same of one stage: of the pairs of which the first measured request was scheduled in it.
     *
     * @param stage the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Optional<TpotByDifference> tpotByDifference(int stage) {
        int number = stage(stage).scope().stage().orElse(stage);
        return tpotByDifference.stream().skip(number).findFirst();
    }

    /** What came of the conversations; empty where the test runs none. */
    public Optional<Conversations> conversations() {
        return conversations;
    }

    /**
     * What was measured of one turn of all conversations: latencies but for chunk gaps, outcomes, and throughput. It has no
     * sample where no conversation came so far.
     *
     * @param number the turn, counted from 1; 32 is that turn and all later ones together
     * @throws ConfigurationException if the test runs no conversations, or the number is none of these
     */
    public Measurement turn(int number) {
        return turns.orElseThrow(() -> ConfigurationException.of(
                        "turn",
                        number,
                        "the test sends each record of its dataset as one request",
                        "Set conversations = true"))
                .turn(number);
    }

    /** What was measured of each turn that a conversation came to, in order; empty where the test runs none. */
    public List<Measurement> turns() {
        return turns.map(all ->
                        IntStream.rangeClosed(1, all.size()).mapToObj(all::turn).toList())
                .orElse(List.of());
    }

    /** Where the load broke a budget; empty where the test did not look for that. */
    public Optional<Breakpoint> breakpoint() {
        return facts.breakpoint();
    }

    /** What rows of a CSV cannot hold of the gaps between chunks; with it and the rows a {@link Recorder} gives the same result. */
    public KeptGaps keptGaps() {
        return KeptGaps.of(this);
    }

    /** The errors that happened most often, the commonest first, ten at the most. */
    public List<ErrorCount> commonestErrors() {
        return commonestErrors;
    }

    /** Whether the run is the one that was asked for. */
    public Validity validity() {
        return validity;
    }

    /**
     * That the load generator's own delays blur what a budget is judged on, what took the processors, and the remedy; empty
     * where fewer than a tenth of a budget's samples may have been changed by more than a tenth of its limit.
     */
    public Optional<String> generatorHint() {
        return GeneratorHint.of(this);
    }

    /** How the answers were read, where that was not as usual; mostly nothing. */
    public ReadingNotes readingNotes() {
        return readingNotes;
    }

    /** The directory that holds requests.csv, run.json and summary.json; empty where none was written. */
    public Optional<Path> directory() {
        return directory;
    }

    /** The CSV with a row for each request; empty where none was written. */
    public Optional<Path> requestsCsv() {
        return directory.map(dir -> dir.resolve("requests.csv"));
    }

    /** The page of the run; empty where none was written. */
    public Optional<Path> report() {
        return directory.map(dir -> dir.resolve("report.html")).filter(Files::isRegularFile);
    }

    /** The message with which the test's own assertions failed; empty where they passed or are yet to run. */
    public Optional<String> testFailure() {
        return testFailure;
    }

    /**
     * What makes the run invalid; empty where it is valid, or where its plan accepts a load that was not offered as
     * planned. A run in which nothing ended ok, or that was cut short, is accepted by no plan.
     */
    public List<String> invalidCauses() {
        boolean measured = run.ok() > 0 && facts.cutShort().isEmpty();
        return measured && plan.acceptsInvalid() ? List.of() : validity.causes();
    }

    /** The files that could not be written as they should be, each with its path and why; usually none. They fail the test. */
    public List<String> incompleteFiles() {
        return incompleteFiles;
    }

    /** Time to first token. */
    public Distribution ttft() {
        return run.latency(Metric.TTFT);
    }

    /** Time per output token after the first. */
    public Distribution tpot() {
        return run.latency(Metric.TPOT);
    }

    /** Gaps between successive events with output. */
    public Distribution chunkGap() {
        return run.latency(Metric.CHUNK_GAP);
    }

    /** Latency from the first byte sent to the end of the response. */
    public Distribution e2e() {
        return run.latency(Metric.E2E);
    }

    /** From the first byte sent to the response head. */
    public Distribution waiting() {
        return run.latency(Metric.WAITING);
    }

    /** Errors / (ok + errors), between 0 and 1; empty where no request ended. */
    public OptionalDouble errorRate() {
        return run.errorRate();
    }

    /** Requests that ended ok, per second of the planned time. */
    public double requestThroughput() {
        return perSecond(Metric.REQUEST_THROUGHPUT);
    }

    /** Output tokens of requests that ended ok, per second of the planned time. */
    public double outputTokenThroughput() {
        return perSecond(Metric.OUTPUT_TOKEN_THROUGHPUT);
    }

    /** Requests per second that ended ok and met every goodput limit; empty where the test has no such limits. */
    public OptionalDouble goodput() {
        return run.value(Metric.GOODPUT, Statistic.VALUE);
    }

    /**
     * Model bandwidth utilization of the run, 1 for all of the peak bandwidth; empty where the test's model profile, the TPOT
     * or a count of tokens lacks what it takes. Speculative decoding breaks it and may lift it over 1.
     */
    public OptionalDouble mbu() {
        return run.value(Metric.MBU, Statistic.VALUE);
    }

    /**
     * Model throughput utilization of the run, which is MFU said in tokens, 1 for all of the peak FLOP/s; empty where the
     * test's model profile or a count of tokens lacks what it takes.
     */
    public OptionalDouble mtu() {
        return run.value(Metric.MTU, Statistic.VALUE);
    }

    private double perSecond(Metric metric) {
        return run.value(metric, Statistic.VALUE).orElse(0);
    }

    /**
     * Exactly how many samples of a latency are over a limit, cut-off and timed-out requests that waited longer among
     * them. Chunk gaps are counted exactly for the limits of the plan's budgets, and to a thousandth of the limit for
     * others; so are all latencies of a window.
     *
     * @param measured the run, one of the stages, a turn or a window of this result
     * @param metric a latency
     * @param limitMicros the limit in microseconds
     */
    public Exceedance exceedance(Measurement measured, Metric metric, double limitMicros) {
        boolean isCounted = measured == run
                || stages.contains(measured)
                || measured.scope().turn().isPresent();
        return !isCounted
                ? ExactCounts.inBuckets(measured, metric, limitMicros)
                : exactCounts.of(measured, metric, limitMicros);
    }

    /**
     * The same of the requests that were scheduled in quiet time: away from the stalls of the load generator that are longer
     * than the plan's lag tolerance. What a stall holds back is sent as a burst, and queues at the server; so a request counts
     * as disturbed that was scheduled from the p99 of the latency judged before a stall on, until six times the stall's length
     * after it, and a second at least. Gaps between chunks are those of whole slots of the timeline in quiet time.
     *
     * @param metric what is to be judged
     * @return this result where no stall was that long; empty where the requests cannot be read again
     */
    public Optional<LoadResult> onQuietTime(Metric metric) {
        return quiet.of(this, metric);
    }

    /** Whether no stall of the load generator was longer than the plan's lag tolerance. */
    public boolean isQuiet() {
        return quiet.isAll();
    }

    /**
     * The part of this result that is of the same stage, turn or time as a part of another of the same plan.
     *
     * @param other such as a stage of {@link #onQuietTime}'s result
     */
    public Measurement like(Measurement other) {
        Scope scope = other.scope();
        if (scope.stage().isPresent()) {
            return stage(scope.stage().getAsInt());
        }
        if (scope.turn().isPresent()) {
            return turn(scope.turn().getAsInt());
        }
        return scope.equals(run.scope())
                ? run
                : window(scope.from(), scope.from().plus(scope.length()));
    }

    /**
     * The share of the samples that the load generator may have changed by more than a tenth of a budget's limit; 0 for a limit
     * that no budget of the plan has.
     *
     * @param measured the run, one of the stages or a turn of this result
     */
    public double blurredShare(Measurement measured, Metric metric, double limitMicros) {
        return exactCounts.blurredShare(measured, metric, limitMicros);
    }

    /**
     * How many independent samples say as much of the share over a limit as those of this result: of a server that queues
     * successive requests wait alike, and n of them tell less than n. By the lag-1 autocorrelation of the series "over the
     * limit" in order of schedule, and by the spread of long batches of it where it is correlated; never more than the
     * number of samples. Of chunk gaps, and where requests.csv cannot be read again for a limit that no budget names, by
     * batches of the timeline alone.
     *
     * @param measured the run, one of the stages or a turn of this result
     * @param metric a latency, the error rate or the good fraction
     * @param limit the limit of a latency in microseconds; of a share it makes no difference
     * @param surely whether the samples are meant that are surely over the limit, or those that may be
     * @return empty where the time with samples has fewer than five whole slots of the timeline, or there is no sample
     */
    public OptionalDouble effectiveSize(Measurement measured, Metric metric, double limit, boolean surely) {
        OptionalDouble counted = exactCounts.effectiveSize(measured, metric, limit, surely);
        if (counted.isPresent() || measured.scope().turn().isPresent()) {
            return counted;
        }
        double samples =
                metric.isLatency() ? exceedance(measured, metric, limit).samples() : measured.requests();
        OptionalDouble share = new Intervals(timeline).effectiveShare(measured, metric, limit);
        return share.isEmpty() ? share : OptionalDouble.of(Math.max(1, samples * share.getAsDouble()));
    }

    /**
     * What to say beside a figure that rests on counts of output tokens of which some or all are numbers of chunks, or on
     * tokens of which some or all were not to be told apart from what else the stream held:
     * {@code partly estimated} or {@code estimated}; empty where none is, and for other figures.
     *
     * @param measured the run, one of the stages or a window of this result
     */
    public Optional<String> estimated(Measurement measured, Metric metric) {
        boolean byChunks =
                plan.goodput().countTokensIn(metric) && measured.tokenSources().contains(TokenSource.CHUNKS);
        long guessed = plan.goodput().restsOnTpot(metric)
                ? measured.guessedTpot()
                : plan.goodput().restsOnFirstToken(metric) ? measured.guessed() : 0;
        if (!byChunks && guessed == 0) {
            return Optional.empty();
        }
        boolean all = (byChunks && measured.tokenSources().size() == 1) || guessed == measured.ok();
        return Optional.of(all ? "estimated" : "partly estimated");
    }

    /**
     * The 95 % interval of a figure of the run, such as {@code interval(Metric.TTFT, Statistic.percentile(95))}.
     *
     * @see #interval(Measurement, Metric, Statistic)
     */
    public Interval interval(Metric metric, Statistic statistic) {
        return interval(run, metric, statistic);
    }

    /**
     * The 95 % interval of a figure: where its true value lies, as far as this run can tell. Of a percentile by order
     * statistics, for any distribution; of a share by Clopper and Pearson's exact bounds; both with as many samples as
     * would say the same if they were independent, by the spread of up to twenty successive batches. Of a mean, and of
     * what is counted a second, by the means of ten to twenty batches and Student's t. Means what it says for a load that
     * is held at one level; over a ramp it tells little.
     *
     * @param measured the run, one of the stages or a window of this result
     * @return in microseconds, a share or so many a second; without a bound on a side where there are too few samples for
     *     one, and without any for a turn, a minimum, a maximum, a count, and for means and rates of less than ten whole slots of
     *     the timeline, which are seconds in runs of up to two hours
     */
    public Interval interval(Measurement measured, Metric metric, Statistic statistic) {
        return interval(measured, metric, statistic, Interval.USUAL_CONFIDENCE);
    }

    /** The same with another confidence, such as 0.9 for what a one-sided statement at 95 % rests on. */
    public Interval interval(Measurement measured, Metric metric, Statistic statistic, double confidence) {
        // The timeline tells how all requests are correlated, and not those of one turn.
        return measured.scope().turn().isPresent()
                ? Interval.UNBOUNDED
                : new Intervals(timeline).of(measured, metric, statistic, confidence);
    }

    @Override
    public String toString() {
        return "LoadResult[" + plan.test() + ": " + run.ok() + " ok, " + run.errors() + " errors, " + run.interrupted()
                + " interrupted, " + (validity.isValid() ? "valid" : "INVALID") + "]";
    }
}
