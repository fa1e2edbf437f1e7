package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.RecoveryRule;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the result of a load test: on the whole run, unless {@link #stage(int)} selects a stage, {@link #turn(int)}
 * a turn, or {@link #window} a period of time. A figure that exceeds its limit only by what the load generator may have
 * added fails as inconclusive, and one without samples fails.
 *
 * <pre>{@code
 * assertThat(result).stage(2).ttft().p95().isLessThan(ofMillis(500));
 * assertThat(result).window(ofSeconds(60), ofSeconds(90)).errors().isZero();
 * }</pre>
 */
public class LoadResultAssert extends AbstractAssert<LoadResultAssert, LoadResult> {
    private FailureMode mode = FailureMode.HARD;
    private @Nullable Measurement measured;

    /** Creates assertions on the whole run; prefer {@link LlmAssertions#assertThat(LoadResult)}. */
    public LoadResultAssert(@Nullable LoadResult actual) {
        super(actual, LoadResultAssert.class);
    }

    /**
     * Selects one stage; {@code and()} after a figure returns to the stage. A description is kept until it is replaced.
     *
     * @param number the stage, counted from 1
     * @throws ConfigurationException if the test has no such stage
     */
    @CheckReturnValue
    public LoadResultAssert stage(int number) {
        isNotNull();
        return of(actual.stage(number));
    }

    /**
     * Selects a window of time, counted from the start of the run; within it, latencies are judged with a precision of a
     * thousandth of the limit.
     *
     * @param from its start; a multiple of the timeline's slot, which is one second in runs of up to two hours
     * @param to its end, likewise; truncated to the planned end of the run
     * @throws ConfigurationException if the window is empty, outside the run, or not aligned to slots
     */
    @CheckReturnValue
    public LoadResultAssert window(Duration from, Duration to) {
        isNotNull();
        return of(actual.window(from, to));
    }

    /**
     * Selects one turn of the conversations; chunk gaps, MBU and MTU are not measured by turn.
     *
     * @param number the turn, counted from 1; 32 stands for that turn and all later ones
     * @throws ConfigurationException if the test runs no conversations, or the number is out of range
     */
    @CheckReturnValue
    public LoadResultAssert turn(int number) {
        isNotNull();
        return of(actual.turn(number));
    }

    /** Selects the whole run. */
    @CheckReturnValue
    public LoadResultAssert run() {
        isNotNull();
        return of(actual.run());
    }

    private LoadResultAssert of(Measurement part) {
        LoadResultAssert other = mode.assertThat(actual).failing(mode);
        other.measured = part;
        other.info.useRepresentation(info.representation());
        other.info.description(info.description());
        other.info.overridingErrorMessage(info.overridingErrorMessage());
        return other;
    }

    LoadResultAssert failing(FailureMode how) {
        mode = how;
        return this;
    }

    /** Time to first token, from the first byte sent: the time of the server. */
    @CheckReturnValue
    public LatencyAssert ttft() {
        return latency(Metric.TTFT);
    }

    /** Time to first token, from the scheduled time: the time that a user waits. */
    @CheckReturnValue
    public LatencyAssert ttftFromSchedule() {
        return latency(Metric.TTFT_FROM_SCHEDULE);
    }

    /** Time to the first output other than reasoning. */
    @CheckReturnValue
    public LatencyAssert ttfo() {
        return latency(Metric.TTFO);
    }

    /** Time per output token after the first. */
    @CheckReturnValue
    public LatencyAssert tpot() {
        return latency(Metric.TPOT);
    }

    /** The gaps between successive events with output. */
    @CheckReturnValue
    public LatencyAssert chunkGap() {
        return latency(Metric.CHUNK_GAP);
    }

    /** From the first byte sent to the end of the response. */
    @CheckReturnValue
    public LatencyAssert e2e() {
        return latency(Metric.E2E);
    }

    /** From the scheduled time to the end of the response. */
    @CheckReturnValue
    public LatencyAssert e2eFromSchedule() {
        return latency(Metric.E2E_FROM_SCHEDULE);
    }

    /** From the first byte sent to the response head. */
    @CheckReturnValue
    public LatencyAssert waiting() {
        return latency(Metric.WAITING);
    }

    /** Name lookup, TCP and TLS of newly opened connections. */
    @CheckReturnValue
    public LatencyAssert connect() {
        return latency(Metric.CONNECT);
    }

    /** The generator's own delay before the first byte was sent. */
    @CheckReturnValue
    public LatencyAssert dispatchLag() {
        return latency(Metric.DISPATCH_LAG);
    }

    /** Errors / (ok + errors), between 0 and 1. */
    @CheckReturnValue
    public FigureAssert errorRate() {
        return figure(Metric.ERROR_RATE);
    }

    /**
     * Good requests / (ok + errors), between 0 and 1.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the test has no goodput limits
     */
    @CheckReturnValue
    public FigureAssert goodFraction() {
        return figure(Metric.GOOD_FRACTION);
    }

    /** Successful requests per second of the planned time. */
    @CheckReturnValue
    public FigureAssert requestThroughput() {
        return figure(Metric.REQUEST_THROUGHPUT);
    }

    /** Output tokens of successful requests per second of the planned time. */
    @CheckReturnValue
    public FigureAssert outputTokenThroughput() {
        return figure(Metric.OUTPUT_TOKEN_THROUGHPUT);
    }

    /** Prompt and output tokens of successful requests per second of the planned time. */
    @CheckReturnValue
    public FigureAssert totalTokenThroughput() {
        return figure(Metric.TOTAL_TOKEN_THROUGHPUT);
    }

    /**
     * Good requests, which succeeded within every goodput limit, per second of the planned time.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the test has no goodput limits
     */
    @CheckReturnValue
    public FigureAssert goodput() {
        return figure(Metric.GOODPUT);
    }

    /**
     * Model bandwidth utilization as a fraction of the peak bandwidth.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the test's model profile lacks the required figures
     */
    @CheckReturnValue
    public FigureAssert mbu() {
        return figure(Metric.MBU);
    }

    /**
     * Model throughput utilization, which is MFU in terms of tokens, as a fraction of the peak FLOP/s.
     *
     * @throws dev.llmbench.plan.ConfigurationException if the test's model profile lacks the required figures
     */
    @CheckReturnValue
    public FigureAssert mtu() {
        return figure(Metric.MTU);
    }

    /** The number of successful requests. */
    @CheckReturnValue
    public FigureAssert okRequests() {
        return figure(Metric.OK_REQUESTS);
    }

    /** The number of failed requests. */
    @CheckReturnValue
    public FigureAssert errors() {
        return figure(Metric.ERRORS);
    }

    /** The time that the service took to recover from the spike in this stage, by {@link RecoveryRule#USUAL}. */
    @CheckReturnValue
    public RecoveryAssert recoveryAfterStage(int number) {
        return recoveryAfterStages(number, number, RecoveryRule.USUAL);
    }

    /**
     * The time that the service took to recover from a spike of several stages, such as rise, peak and fall, by a custom
     * rule.
     */
    @CheckReturnValue
    public RecoveryAssert recoveryAfterStages(int first, int last, RecoveryRule rule) {
        isNotNull();
        return new RecoveryAssert(this, actual.recovery(first, last, rule));
    }

    /**
     * The highest level of load at which all budgets held.
     *
     * @throws ConfigurationException if the test did not search for it
     */
    @CheckReturnValue
    public BreakpointAssert breakpoint() {
        isNotNull();
        return new BreakpointAssert(
                this,
                actual.breakpoint()
                        .orElseThrow(() -> ConfigurationException.saying("breakpoint() needs a test that searches"
                                + " for one. Set profile = BREAKPOINT or profile = SEARCH.")));
    }

    /**
     * The time that the service took to recover from the load's spike, by {@link RecoveryRule#USUAL}.
     *
     * @throws ConfigurationException if the load has no spike
     */
    @CheckReturnValue
    public RecoveryAssert recovery() {
        isNotNull();
        return new RecoveryAssert(
                this,
                actual.recovery()
                        .orElseThrow(() -> ConfigurationException.saying("recovery() needs a load with a spike:"
                                + " stages that rise from a level above 0 and fall back to it. Use profile ="
                                + " SPIKE, or name the stage with recoveryAfterStage.")));
    }

    /** How fast a latency or the error rate drifts while the load is held at one level. */
    @CheckReturnValue
    public DriftAssert drift(Metric metric) {
        isNotNull();
        return new DriftAssert(this, actual.drift(metric));
    }

    /**
     * TPOT from two output lengths.
     *
     * @throws ConfigurationException if the test does not measure it
     */
    @CheckReturnValue
    public TpotByDifferenceAssert tpotByDifference() {
        isNotNull();
        OptionalInt stage = stage();
        return new TpotByDifferenceAssert(
                this,
                (stage.isPresent() ? actual.tpotByDifference(stage.getAsInt()) : actual.tpotByDifference())
                        .orElseThrow(() -> ConfigurationException.saying("tpotByDifference() needs a test that"
                                + " sends each prompt with two output lengths. Set tpotByDifference = 10.")));
    }

    private LatencyAssert latency(Metric metric) {
        isNotNull();
        return new LatencyAssert(this, metric);
    }

    private FigureAssert figure(Metric metric) {
        isNotNull();
        actual.plan().requireFor("assertion", metric);
        return new FigureAssert(this, metric);
    }

    /** Verifies that the load was offered as planned, even if the test accepts an invalid run. */
    public LoadResultAssert isValid() {
        isNotNull();
        return failUnless(actual.validity().isValid(), info.description(), () -> Verdicts.invalidMessage(actual));
    }

    /** Verifies that every budget of the test's plan holds, and that the run is valid unless the plan accepts invalid runs. */
    public LoadResultAssert meetsBudgets() {
        isNotNull();
        Verdicts verdicts = Verdicts.of(actual);
        return failUnless(!verdicts.failed(), info.description(), verdicts::failureMessage);
    }

    LoadResult result() {
        return actual;
    }

    Measurement measured() {
        return measured == null ? actual.run() : measured;
    }

    OptionalInt stage() {
        return measured().scope().stage();
    }

    OptionalInt turn() {
        return measured().scope().turn();
    }

    void verify(Verdict verdict, @Nullable Description description) {
        failUnless(
                !verdict.failed(),
                description == null ? info.description() : description,
                () -> Verdicts.failureMessage(actual, verdict));
    }

    void verify(boolean holds, String message) {
        failUnless(holds, info.description(), () -> Verdicts.failureMessage(actual, message));
    }

    private LoadResultAssert failUnless(boolean holds, @Nullable Description description, Supplier<String> message) {
        if (!holds) {
            mode.failed(AssertionFailure.of(info, description, message.get()));
        }
        return this;
    }
}
