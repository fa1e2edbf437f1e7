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
 * The result of a load test: the measurements of the run and of each stage, the validity of the run, and the location
 * of its files. Immutable.
 *
 * <pre>{@code
 * long ok = result.run().ok();
 * OptionalDouble p95 = result.stages().get(1).value(TTFT, Statistic.percentile(95));
 * }</pre>
 */
public final class LoadResult {
    private static final String UNREADABLE =
            "the generator stalled, and the requests cannot be read again to leave out those of that time";

    private final LoadPlan plan;
    private final RunFacts facts;
    private final Measured measured;
    private final QuietResults quiet;
    private final Validity validity;
    private final Aftermath aftermath;
    private final Optional<EndpointPair> pair;

    /**
     * The measurements from the samples.
     *
     * @param stages the measurements of the plan's stages, in order
     * @param tpotByDifference TPOT by two lengths of the run, then of each stage; empty if the plan does not measure it
     * @param turns the turns of the conversations; empty if the plan has none
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

    /** Returns a copy with the directory that contains its files. */
    public LoadResult in(Path directory) {
        return with(new Aftermath(
                Optional.of(directory), aftermath.incompleteFiles, aftermath.testFailure, aftermath.comparisons));
    }

    /** Returns a copy with the files that could not be written completely, each with its path and the reason. */
    public LoadResult withIncompleteFiles(List<String> files) {
        return with(
                new Aftermath(aftermath.directory, List.copyOf(files), aftermath.testFailure, aftermath.comparisons));
    }

    /** Returns a copy for a test whose own assertions failed with this message. */
    public LoadResult failedBy(String message) {
        return with(new Aftermath(
                aftermath.directory, aftermath.incompleteFiles, Optional.of(message), aftermath.comparisons));
    }

    /** Returns a copy with comparisons to its baselines. */
    public LoadResult with(Comparisons comparisons) {
        return with(new Aftermath(aftermath.directory, aftermath.incompleteFiles, aftermath.testFailure, comparisons));
    }

    /**
     * Returns a copy with the result of another endpoint in the same run.
     *
     * @param samples the samples of both endpoints, which can be read again
     */
    LoadResult against(LoadResult other, SampleSource samples) {
        EndpointPair both = new EndpointPair(this, other, samples);
        return new LoadResult(plan, facts, measured, quiet, aftermath, Optional.of(both))
                .with(new Comparisons(
                        List.of(),
                        budget -> both.compare(List.of(budget), figure -> List.of()).stream()
                                .findFirst()));
    }

    /** Returns both endpoints of the run for a comparison block by block; empty if it had only one. */
    public Optional<EndpointPair> endpointPair() {
        return pair;
    }

    /**
     * Returns the result of the endpoint that this one was compared with in the same run; empty if there was none. All
     * other methods describe the test's own endpoint.
     */
    public Optional<LoadResult> baseline() {
        return pair.map(EndpointPair::baseline);
    }

    /** Returns the plan of the run. */
    public LoadPlan plan() {
        return plan;
    }

    /** Returns facts such as when the run started, how long it took and whether the plan was completed. */
    public RunFacts facts() {
        return facts;
    }

    /** Returns the measurement of the whole run. */
    public Measurement run() {
        return measured.run();
    }

    /** Returns the measurement of each stage, in order. */
    public List<Measurement> stages() {
        return measured.stages();
    }

    /**
     * Returns the measurement of one stage.
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
                    "Name one of them; the first is 1. If llmbench.stages replaces the test's own stages, give it"
                            + " as many");
        }
        return stages.get(number - 1);
    }

    /** Returns the measurement of the run or stage that the figure belongs to. */
    Measurement measured(ComparedFigure figure) {
        return figure.stage().isPresent() ? stage(figure.stage().getAsInt()) : run();
    }

    /** Returns a figure that can be compared with a baseline, with its bounds; empty if the run lacks it. */
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

    /** Returns the run over time, in bounded memory. */
    public Timeline timeline() {
        return measured.timeline();
    }

    /**
     * Returns the measurement of a time window. See {@link Timeline#window}.
     *
     * @param from its start, counted from the start of the run; a whole multiple of the timeline's slot, which is a second in runs
     *     of up to two hours
     * @param to its end, counted from the start of the run; at most the planned end of the run
     * @throws ConfigurationException if the window is empty, outside the run, or not in whole slots
     */
    public Measurement window(Duration from, Duration to) {
        return timeline().window(from, to);
    }

    /**
     * Returns how long the service took to recover from a spike of one stage, by the {@link RecoveryRule#USUAL usual rule}.
     *
     * @param stage the stage of the spike, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Recovery recovery(int stage) {
        return recovery(stage, RecoveryRule.USUAL);
    }

    /**
     * Returns how long the service took to recover from the spike of the load, by the {@link RecoveryRule#USUAL usual rule};
     * empty if it has none.
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
     * Returns how long the service took to recover from a spike of several stages, such as its rise, its plateau and
     * its fall, measured in {@link #onQuietTime quiet time}.
     *
     * @param firstStage its first stage, counted from 1
     * @param lastStage its last stage, at whose end the recovery begins
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
     * Returns how a figure drifted while the load was held at one level, measured in {@link #onQuietTime quiet time}.
     *
     * @param metric the error rate, or a latency other than the chunk gap
     */
    public Drift drift(Metric metric) {
        return onQuietTime(metric)
                .map(judged -> DriftSearch.drift(judged, metric))
                .orElseGet(() -> Drift.unknown(metric, 0, Duration.ZERO, UNREADABLE));
    }

    /**
     * Returns the TPOT of the run, measured by two lengths of output; empty if the test does not measure it that way.
     */
    public Optional<TpotByDifference> tpotByDifference() {
        return measured.tpotByDifference.stream().findFirst();
    }

    /**
     * Returns the TPOT of one stage, measured by two lengths of output, from the pairs whose first measured request was
     * scheduled in it.
     *
     * @param stage the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    public Optional<TpotByDifference> tpotByDifference(int stage) {
        int number = stage(stage).scope().stage().orElse(stage);
        return measured.tpotByDifference.stream().skip(number).findFirst();
    }

    /** Returns how the conversations ended; empty if the test has none. */
    public Optional<Conversations> conversations() {
        return measured.turns.map(Turns::conversations);
    }

    /**
     * Returns the measurement of one turn of all conversations: latencies except chunk gaps, outcomes, and throughput.
     * It is empty if no conversation got that far.
     *
     * @param number the turn, counted from 1; 32 stands for that turn and all later ones together
     * @throws ConfigurationException if the test has no conversations or the number is not between 1 and 32
     */
    public Measurement turn(int number) {
        return measured.turns
                .orElseThrow(() -> ConfigurationException.of(
                        "turn",
                        number,
                        "the test sends each record of its dataset as a single request",
                        "Set conversations = true"))
                .turn(number);
    }

    /**
     * Returns the measurement of each turn that a conversation reached, in order; empty if the test has no
     * conversations.
     */
    public List<Measurement> turns() {
        return measured.turns.map(Turns::all).orElse(List.of());
    }

    /** Returns the level at which the load broke a budget; empty if the test did not look for one. */
    public Optional<Breakpoint> breakpoint() {
        return facts.breakpoint();
    }

    /**
     * Returns the gaps between chunks, which have no rows in the CSV. A {@link Recorder} restores the same result from
     * them and the rows.
     */
    public KeptGaps keptGaps() {
        return KeptGaps.of(this);
    }

    /** Returns at most ten of the most common errors, the most common first. */
    public List<ErrorCount> commonestErrors() {
        return measured.commonestErrors();
    }

    /** Returns whether the run is valid, and why not. */
    public Validity validity() {
        return validity;
    }

    /**
     * Returns a hint with cause and remedy if the load generator's own delays blur the figures that a budget is judged
     * on; empty if fewer than a tenth of each budget's samples may have been changed by more than a tenth of its limit.
     */
    public Optional<String> generatorHint() {
        return GeneratorLine.hint(this);
    }

    /** Returns notes on responses that were unusual to read; usually none. */
    public ReadingNotes readingNotes() {
        return measured.readingNotes();
    }

    /** Returns the directory that contains requests.csv, run.json and summary.json; empty if they were not written. */
    public Optional<Path> directory() {
        return aftermath.directory;
    }

    /** Returns the CSV with a row for each request; empty if none was written. */
    public Optional<Path> requestsCsv() {
        return aftermath.directory.map(dir -> dir.resolve("requests.csv"));
    }

    /** Returns the HTML report; empty if none was written. */
    public Optional<Path> report() {
        return aftermath.directory.map(dir -> dir.resolve("report.html")).filter(Files::isRegularFile);
    }

    /** Returns the message with which the test's own assertions failed; empty if they passed or have not run yet. */
    public Optional<String> testFailure() {
        return aftermath.testFailure;
    }

    /** Returns the comparisons with earlier runs or with a second endpoint, which relative budgets are judged on. */
    public Comparisons comparisons() {
        return aftermath.comparisons;
    }

    /**
     * Returns what makes the run invalid; empty if it is valid, or if its plan accepts a load that was not offered as
     * planned. No plan accepts a run that was cut short or in which no request ended ok.
     */
    public List<String> invalidCauses() {
        boolean isMeasured = run().ok() > 0 && facts.cutShort().isEmpty();
        return isMeasured && plan.acceptsInvalid() ? List.of() : validity.causes();
    }

    /**
     * Returns the files that could not be written completely, each with its path and the reason; usually none. Such
     * files fail the test.
     */
    public List<String> incompleteFiles() {
        return aftermath.incompleteFiles;
    }

    /** Returns the time to first token. */
    public Distribution ttft() {
        return run().latency(Metric.TTFT);
    }

    /** Returns the time per output token after the first. */
    public Distribution tpot() {
        return run().latency(Metric.TPOT);
    }

    /** Returns the gaps between successive events with output. */
    public Distribution chunkGap() {
        return run().latency(Metric.CHUNK_GAP);
    }

    /** Returns the latency from the first byte sent to the end of the response. */
    public Distribution e2e() {
        return run().latency(Metric.E2E);
    }

    /** Returns the time from the first byte sent to the response head. */
    public Distribution waiting() {
        return run().latency(Metric.WAITING);
    }

    /** Returns errors / (ok + errors), between 0 and 1; empty if no request ended. */
    public OptionalDouble errorRate() {
        return run().errorRate();
    }

    /** Returns the number of requests that ended ok, per second of the planned time. */
    public double requestThroughput() {
        return perSecond(Metric.REQUEST_THROUGHPUT);
    }

    /** Returns the number of output tokens of requests that ended ok, per second of the planned time. */
    public double outputTokenThroughput() {
        return perSecond(Metric.OUTPUT_TOKEN_THROUGHPUT);
    }

    /**
     * Returns the number of requests per second that ended ok and met every goodput limit; empty if the test has no
     * such limits.
     */
    public OptionalDouble goodput() {
        return run().value(Metric.GOODPUT, Statistic.VALUE);
    }

    /**
     * Returns the model bandwidth utilization of the run, where 1 is all of the peak bandwidth; empty if the test's
     * model profile, the TPOT or a count of tokens is missing. Speculative decoding invalidates it and may raise it
     * above 1.
     */
    public OptionalDouble mbu() {
        return run().value(Metric.MBU, Statistic.VALUE);
    }

    /**
     * Returns the model throughput utilization of the run, which is MFU expressed in tokens, where 1 is all of the peak
     * FLOP/s; empty if the test's model profile or a count of tokens is missing.
     */
    public OptionalDouble mtu() {
        return run().value(Metric.MTU, Statistic.VALUE);
    }

    private double perSecond(Metric metric) {
        return run().value(metric, Statistic.VALUE).orElse(0);
    }

    /**
     * Returns the result of the requests scheduled in quiet time, away from stalls of the load generator that are
     * longer than the plan's lag tolerance. The requests that a stall holds back are sent as a burst and queue at the
     * server. A request therefore counts as disturbed if it was scheduled at most one p99 of the judged latency before
     * a stall, or at most six times the stall's length, but at least a second, after it. The gaps between chunks are
     * those of whole slots in quiet time.
     *
     * @param metric the metric to judge
     * @return this result if there was no such stall; empty if the requests cannot be read again
     */
    public Optional<LoadResult> onQuietTime(Metric metric) {
        return quiet.of(this, metric);
    }

    /** Returns whether no stall of the load generator was longer than the plan's lag tolerance. */
    public boolean isQuiet() {
        return quiet.isAll();
    }

    /**
     * Returns the part of this result that has the same stage, turn or time as a part of another result of the same
     * plan.
     *
     * @param other for example a stage of {@link #onQuietTime}'s result
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
     * Returns the 95 % interval of a figure of the run, such as {@code interval(Metric.TTFT, Statistic.percentile(95))}.
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
