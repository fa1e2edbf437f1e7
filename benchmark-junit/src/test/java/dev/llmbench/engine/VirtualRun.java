package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.openai.Call;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A run in virtual time: the engine is stepped by hand, and time moves to whatever comes next. Times are in milliseconds. */
final class VirtualRun {
    static final PreparedRequest REQUEST = PreparedRequest.of(
            new TextPrompt("p", "Once", OptionalInt.empty(), OptionalInt.empty()), VirtualRun.options());

    private static final long STEPS = 1_000_000;

    final FakeTransport transport;
    final List<RequestSample> samples = new ArrayList<>();
    final List<Block> blocks = new ArrayList<>();
    final LoadEngine engine;
    // Far from zero and near the point where nanoseconds wrap around.
    private long nanos = Long.MAX_VALUE - 1_000_000_000L;
    private final long origin = nanos;
    private final StallLog stalls = new StallLog(() -> nanos);

    VirtualRun(LoadPlan plan, FakeTransport transport) {
        this(plan, transport, () -> REQUEST);
    }

    VirtualRun(LoadPlan plan, FakeTransport transport, Supplier<PreparedRequest> requests) {
        this(plan, Optional.empty(), transport, requests);
    }

    VirtualRun(LoadPlan plan, Optional<Trace> trace, FakeTransport transport, Supplier<PreparedRequest> requests) {
        this(plan, LoadShare.WHOLE, trace, transport, List.of(new Lane(Arm.CANDIDATE, transport, requests)));
    }

    VirtualRun(LoadPlan plan, LoadShare share, Optional<Trace> trace, FakeTransport transport, List<Lane> lanes) {
        this.transport = transport;
        RunClock clock = RunClock.starting(stalls.ticker());
        this.engine = new LoadEngine(plan, share, trace, clock, lanes, samples::add, stalls, blocks::add);
    }

    /** A run of two endpoints behind one transport, which tells them apart by the call's arm. */
    static VirtualRun ofTwo(LoadPlan plan, FakeTransport transport, Supplier<Supplier<PreparedRequest>> requests) {
        return new VirtualRun(
                plan,
                LoadShare.WHOLE,
                Optional.empty(),
                transport,
                Stream.of(Arm.values())
                        .map(arm -> new Lane(arm, transport, requests.get()))
                        .toList());
    }

    /** The generator stalled from one time of the run to another. */
    void stall(long fromMillis, long toMillis) {
        stalls.noteIfLate(origin + fromMillis * 1_000_000, origin + toMillis * 1_000_000);
    }

    /** A run whose transport answers each call after as many milliseconds. */
    static VirtualRun answering(LoadPlan plan, ToLongFunction<Call> delayMillis) {
        return new VirtualRun(plan, new FakeTransport(call -> micros(delayMillis.applyAsLong(call)), true));
    }

    static VirtualRun answering(LoadPlan plan, long delayMillis) {
        return answering(plan, call -> delayMillis);
    }

    /** A run whose transport refuses these calls and answers the others, each after ten milliseconds. */
    static VirtualRun refusing(LoadPlan plan, Predicate<Call> refused) {
        return new VirtualRun(plan, new FakeTransport(call -> micros(10), true).refusing(refused));
    }

    /** A run whose transport loses every call. */
    static VirtualRun losingEverything(LoadPlan plan) {
        return new VirtualRun(plan, new FakeTransport(call -> FakeTransport.NEVER, false));
    }

    private static long micros(long millis) {
        return millis == FakeTransport.NEVER ? millis : millis * 1_000;
    }

    VirtualRun toTheEnd() {
        until(Long.MAX_VALUE / 1_000);
        assertThat(engine.hasEnded()).isTrue();
        return this;
    }

    /** Runs until all that happens up to the given time has happened. */
    VirtualRun until(long millis) {
        for (long i = 0; i < STEPS; i++) {
            transport.answerDue(now());
            long next = Math.min(engine.step(), transport.nextAnswer());
            if (engine.hasEnded()) {
                return this;
            }
            if (next > millis * 1_000) {
                return this;
            }
            nanos = origin + Math.max(now(), next) * 1_000;
        }
        throw new AssertionError("the run does not come to an end");
    }

    private long now() {
        return (nanos - origin) / 1_000;
    }

    RunFacts facts() throws InterruptedException {
        return engine.await();
    }

    /** The scheduled times of a user's requests. */
    List<Long> scheduledOf(int user) {
        return samples.stream()
                .filter(sample -> sample.user() == user)
                .map(sample -> sample.at().scheduled() / 1_000)
                .sorted()
                .toList();
    }

    List<RequestSample> withOutcome(Outcome outcome) {
        return samples.stream().filter(sample -> sample.outcome() == outcome).toList();
    }

    static Stage stage(int target, int millis) {
        return new Stage(target, Duration.ofMillis(millis));
    }

    /** A plan with a graceful stop of 300 ms, no think time, and timeouts that do not matter. */
    static LoadPlan plan(int startUsers, Stage... stages) {
        return plan(load(startUsers, 300, 0, stages), 60_000);
    }

    static Load load(int startUsers, int gracefulStopMillis, int thinkMillis, Stage... stages) {
        return Load.ofUsers(
                startUsers, List.of(stages), Duration.ofMillis(gracefulStopMillis), Duration.ofMillis(thinkMillis), 1);
    }

    /** The same load with another pace and other limits. */
    static Load with(Load load, Pace pace, Limits limits) {
        return new Load(
                load.model(),
                load.start(),
                load.stages(),
                load.warmUp(),
                load.gracefulStop(),
                pace,
                limits,
                load.maxInFlight(),
                load.seed());
    }

    static LoadPlan plan(Load load, int requestTimeoutMillis) {
        return plan(load, requestTimeoutMillis, Optional.empty());
    }

    static LoadPlan plan(Load load, int requestTimeoutMillis, Optional<Duration> deadline) {
        return plan(load, requestTimeoutMillis, EarlyEnd.NONE, deadline);
    }

    static LoadPlan plan(
            Load load, int requestTimeoutMillis, EarlyEnd early, Optional<Duration> deadline, Budget... budgets) {
        Target target = new Target(
                URI.create("http://127.0.0.1:1/v1/completions"),
                Optional.empty(),
                Map.of(),
                Duration.ofMillis(100),
                Duration.ofMillis(requestTimeoutMillis));
        return new LoadPlan(
                "test",
                "prompts.jsonl",
                target,
                options(),
                load,
                List.of(budgets),
                GoodputLimits.NONE,
                early,
                deadline,
                false,
                Evidence.POINT);
    }

    static RequestOptions options() {
        return new RequestOptions(
                PromptType.FULL,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode(),
                true);
    }
}
