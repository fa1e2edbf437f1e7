package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.MeasuredFigure;
import dev.llmbench.sample.SampleSource;
import dev.llmbench.stats.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
    private final Measured measured;
    private final QuietResults quiet;
    private final Validity validity;
    private final Aftermath aftermath;
    private final Optional<EndpointPair> pair;

    /**
     * What the samples say.
     *
     * @param stages those of the plan, in order
     * @param tpotByDifference of the run, then of each stage; none where the plan does not measure it so
     * @param turns of the conversations; empty where the plan runs none
     */
    record Measured(
            Measurement run,
            List<Measurement> stages,
            Timeline timeline,
            List<ErrorCount> commonestErrors,
            List<TpotByDifference> tpotByDifference,
            Optional<Turns> turns,
            ReadingNotes readingNotes) {}

    /** What happened to the result after the run. */
    private record Aftermath(
            Optional<Path> directory,
            List<String> incompleteFiles,
            Optional<String> testFailure,
            Comparisons comparisons) {
        static final Aftermath NONE = new Aftermath(Optional.empty(), List.of(), Optional.empty(), Comparisons.NONE);
    }

    LoadResult(LoadPlan plan, RunFacts facts, Measured measured, QuietResults quiet) {
        this(plan, facts, measured, quiet, Aftermath.NONE, Optional.empty());
    }

    private LoadResult(
            LoadPlan plan,
            RunFacts facts,
            Measured measured,
            QuietResults quiet,
            Aftermath aftermath,
            Optional<EndpointPair> pair) {
        this.plan = plan;
        this.facts = facts;
        this.measured = measured;
        this.quiet = quiet;
        Validity own = Validity.judge(plan, measured.run(), facts);
        this.validity =
                pair.map(both -> own.andOfBaseline(both.baseline().validity())).orElse(own);
        this.aftermath = aftermath;
        this.pair = pair;
    }

    private LoadResult with(Aftermath later) {
        return new LoadResult(plan, facts, measured, quiet, later, pair);
    }

    /** The same result, with the directory that holds its files. */
    public LoadResult in(Path directory) {
        return with(new Aftermath(
                Optional.of(directory), aftermath.incompleteFiles, aftermath.testFailure, aftermath.comparisons));
    }

    /** The same result, with files that could not be written in full, each with its path and why. */
    public LoadResult withIncompleteFiles(List<String> files) {
        return with(
                new Aftermath(aftermath.directory, List.copyOf(files), aftermath.testFailure, aftermath.comparisons));
    }

    /** The same result, of a test whose own assertions failed with this message. */
    public LoadResult failedBy(String message) {
        return with(new Aftermath(
                aftermath.directory, aftermath.incompleteFiles, Optional.of(message), aftermath.comparisons));
    }

    /** The same result, compared with its baselines. */
    public LoadResult with(Comparisons comparisons) {
        return with(new Aftermath(aftermath.directory, aftermath.incompleteFiles, aftermath.testFailure, comparisons));
    }

    /**
     * The same result, with that of another endpoint in the same run.
     *
     * @param samples the samples of both endpoints
     */
    LoadResult against(LoadResult other, SampleSource samples) {
        EndpointPair both = new EndpointPair(this, other, samples);
        return new LoadResult(plan, facts, measured, quiet, aftermath, Optional.of(both))
                .with(new Comparisons(
                        List.of(),
                        budget -> both.compare(List.of(budget), figure -> List.of()).stream()
                                .findFirst()));
    }

    /** Both endpoints of the run, to be compared block by block; empty if it had one. */
    public Optional<EndpointPair> endpointPair() {
        return pair;
    }

    /**
     * The result of the endpoint that this one's was compared with in the same run; empty where there was none. Figures and
     * budgets are those of the test's own endpoint, unless they are asked of this result.
     */
    public Optional<LoadResult> baseline() {
        return pair.map(EndpointPair::baseline);
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
        return measured.run();
    }

    /** What was measured of each stage, in order. */
    public List<Measurement> stages() {
        return measured.stages();
    }

    /**
     * What was measured of one stage.
     *
     * @param number the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Measurement stage(int number) {
        List<Measurement> stages = stages();
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

    /** What was measured of the run or the stage that the figure is of. */
    Measurement measured(ComparedFigure figure) {
        return figure.stage().isPresent() ? stage(figure.stage().getAsInt()) : run();
    }

    /** A figure that can be compared with a baseline, with its bounds; empty if the run lacks it. */
    public Optional<MeasuredFigure> figure(ComparedFigure figure) {
        Measurement of = measured(figure);
        OptionalDouble value = of.value(figure.metric(), figure.statistic());
        return value.orElse(0) > 0
                ? Optional.of(MeasuredFigure.of(
                        value.getAsDouble(),
                        of.interval(figure.metric(), figure.statistic()),
                        of.possible(figure.metric(), figure.statistic())))
                : Optional.empty();
    }

    /** The run by time, in bounded memory. */
    public Timeline timeline() {
        return measured.timeline();
    }

    /**
     * What was measured of a window of time, see {@link Timeline#window}.
     *
     * @param from its start, from the start of the run; a whole multiple of the timeline's slot, which is a second in runs
     *     of up to two hours
     * @param to its end, from the start of the run; cut to the planned end of the run
     * @throws ConfigurationException if the window is empty, out of the run, or not in whole slots
     */
    public Measurement window(Duration from, Duration to) {
        return timeline().window(from, to);
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

    /** Returns how long the service took to recover from a spike of one stage, by the given rule. */
    public Recovery recovery(int stage, RecoveryRule rule) {
        return recovery(stage, stage, rule);
    }

    /**
     * Returns how long the service took to recover from a spike of several stages, such as its rise, its height and its fall,
     * as seen in {@link #onQuietTime quiet time}.
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
     * Returns how a figure drifted while the load was held at one level, as seen in {@link #onQuietTime quiet time}.
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
        return measured.tpotByDifference.stream().findFirst();
    }

    /**
     * The same of one stage: of the pairs of which the first measured request was scheduled in it.
     *
     * @param stage the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Optional<TpotByDifference> tpotByDifference(int stage) {
        int number = stage(stage).scope().stage().orElse(stage);
        return measured.tpotByDifference.stream().skip(number).findFirst();
    }

    /** How the conversations ended; empty if the test runs none. */
    public Optional<Conversations> conversations() {
        return measured.turns.map(Turns::conversations);
    }

    /**
     * Returns what was measured of one turn of all conversations: latencies except chunk gaps, outcomes, and throughput. It has
     * no sample if no conversation got that far.
     *
     * @param number the turn, counted from 1; 32 is that turn and all later ones together
     * @throws ConfigurationException if the test runs no conversations, or the number is none of these
     */
    public Measurement turn(int number) {
        return measured.turns
                .orElseThrow(() -> ConfigurationException.of(
                        "turn",
                        number,
                        "the test sends each record of its dataset as one request",
                        "Set conversations = true"))
                .turn(number);
    }

    /** What was measured of each turn that a conversation came to, in order; empty where the test runs none. */
    public List<Measurement> turns() {
        return measured.turns.map(Turns::all).orElse(List.of());
    }

    /** Where the load broke a budget; empty where the test did not look for that. */
    public Optional<Breakpoint> breakpoint() {
        return facts.breakpoint();
    }

    /** The gaps between chunks, which have no rows in the CSV. From them and the rows a {@link Recorder} makes the same result. */
    public KeptGaps keptGaps() {
        return KeptGaps.of(this);
    }

    /** The errors that happened most often, the commonest first, ten at the most. */
    public List<ErrorCount> commonestErrors() {
        return measured.commonestErrors();
    }

    /** Whether the run is the one that was asked for. */
    public Validity validity() {
        return validity;
    }

    /**
     * Returns that the load generator's own delays blur what a budget is judged on, what used the processors, and the remedy;
     * empty if fewer than a tenth of a budget's samples may have been changed by more than a tenth of its limit.
     */
    public Optional<String> generatorHint() {
        return GeneratorLine.hint(this);
    }

    /** What was unusual about reading the responses; mostly nothing. */
    public ReadingNotes readingNotes() {
        return measured.readingNotes();
    }

    /** The directory that holds requests.csv, run().json and summary.json; empty where none was written. */
    public Optional<Path> directory() {
        return aftermath.directory;
    }

    /** The CSV with a row for each request; empty where none was written. */
    public Optional<Path> requestsCsv() {
        return aftermath.directory.map(dir -> dir.resolve("requests.csv"));
    }

    /** The page of the run; empty where none was written. */
    public Optional<Path> report() {
        return aftermath.directory.map(dir -> dir.resolve("report.html")).filter(Files::isRegularFile);
    }

    /** The message with which the test's own assertions failed; empty where they passed or are yet to run. */
    public Optional<String> testFailure() {
        return aftermath.testFailure;
    }

    /** The comparisons with a baseline, on which relative budgets are judged: with earlier runs, or with a second endpoint. */
    public Comparisons comparisons() {
        return aftermath.comparisons;
    }

    /**
     * What makes the run invalid; empty if it is valid, or if its plan accepts a load that was not offered as planned. No plan
     * accepts a run in which nothing ended ok, or that was cut short.
     */
    public List<String> invalidCauses() {
        boolean isMeasured = run().ok() > 0 && facts.cutShort().isEmpty();
        return isMeasured && plan.acceptsInvalid() ? List.of() : validity.causes();
    }

    /** The files that could not be written as they should be, each with its path and why; usually none. They fail the test. */
    public List<String> incompleteFiles() {
        return aftermath.incompleteFiles;
    }

    /** Time to first token. */
    public Distribution ttft() {
        return run().latency(Metric.TTFT);
    }

    /** Time per output token after the first. */
    public Distribution tpot() {
        return run().latency(Metric.TPOT);
    }

    /** Gaps between successive events with output. */
    public Distribution chunkGap() {
        return run().latency(Metric.CHUNK_GAP);
    }

    /** Latency from the first byte sent to the end of the response. */
    public Distribution e2e() {
        return run().latency(Metric.E2E);
    }

    /** From the first byte sent to the response head. */
    public Distribution waiting() {
        return run().latency(Metric.WAITING);
    }

    /** Errors / (ok + errors), between 0 and 1; empty where no request ended. */
    public OptionalDouble errorRate() {
        return run().errorRate();
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
        return run().value(Metric.GOODPUT, Statistic.VALUE);
    }

    /**
     * Model bandwidth utilization of the run, 1 for all of the peak bandwidth; empty where the test's model profile, the TPOT
     * or a count of tokens lacks what it takes. Speculative decoding breaks it and may lift it over 1.
     */
    public OptionalDouble mbu() {
        return run().value(Metric.MBU, Statistic.VALUE);
    }

    /**
     * Model throughput utilization of the run, which is MFU said in tokens, 1 for all of the peak FLOP/s; empty where the
     * test's model profile or a count of tokens lacks what it takes.
     */
    public OptionalDouble mtu() {
        return run().value(Metric.MTU, Statistic.VALUE);
    }

    private double perSecond(Metric metric) {
        return run().value(metric, Statistic.VALUE).orElse(0);
    }

    /**
     * Returns the result of the requests that were scheduled in quiet time: away from the stalls of the load generator that are
     * longer than the plan's lag tolerance. The requests that a stall holds back are sent as a burst and queue at the server. A
     * request therefore counts as disturbed if it was scheduled between one p99 of the judged latency before a stall and six
     * times the stall's length, but at least a second, after it. Gaps between chunks are those of whole slots in quiet time.
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
     * Returns the part of this result with the same stage, turn or time as a part of another result of the same plan.
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
        return scope.equals(run().scope())
                ? run()
                : window(scope.from(), scope.from().plus(scope.length()));
    }

    /**
     * The 95 % interval of a figure of the run, such as {@code interval(Metric.TTFT, Statistic.percentile(95))}.
     *
     * @see Measurement#interval(Metric, Statistic)
     */
    public Interval interval(Metric metric, Statistic statistic) {
        return run().interval(metric, statistic);
    }

    @Override
    public String toString() {
        return "LoadResult[" + plan.test() + ": " + run().ok() + " ok, " + run().errors() + " errors, "
                + run().interrupted() + " interrupted, " + (validity.isValid() ? "valid" : "INVALID") + "]";
    }
}
