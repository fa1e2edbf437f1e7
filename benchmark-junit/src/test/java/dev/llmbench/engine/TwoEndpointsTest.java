package dev.llmbench.engine;

import static dev.llmbench.sample.Arm.BASELINE;
import static dev.llmbench.sample.Arm.CANDIDATE;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.openai.Call;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Stage;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.result.Block;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How two endpoints share a run, in virtual time. */
class TwoEndpointsTest {
    private static final int SECOND = 1_000;

    @ParameterizedTest
    @EnumSource(names = {"ARRIVAL_RATE", "POISSON_ARRIVAL_RATE"})
    void bothGetTheSameArrivalsAndPromptsHoweverSlowOneIs(LoadModel model) {
        VirtualRun run = run(simultaneous(load(model, 10, 20, 0, 7)), call -> call.arm() == BASELINE ? 900 : 50);
        assertThat(arrivals(run, CANDIDATE)).hasSizeGreaterThan(150).isEqualTo(arrivals(run, BASELINE));
        assertThat(run.samples)
                .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.OK));
    }

    @Test
    void eachOfThemIsSentFirstAboutHalfOfTheTime() {
        VirtualRun run = run(simultaneous(load(LoadModel.ARRIVAL_RATE, 10, 100, 0, 7)), call -> 50);
        List<Call> calls = run.transport.calls;
        long candidateFirst = Stream.iterate(0, i -> i + 2)
                .limit(calls.size() / 2)
                .filter(i -> calls.get(i).arm() == CANDIDATE)
                .count();
        assertThat(candidateFirst * 2.0 / calls.size()).isCloseTo(0.5, within(0.1));
    }

    @Test
    void theSeedDecidesWhoIsFirst() {
        LoadPlan plan = simultaneous(load(LoadModel.ARRIVAL_RATE, 10, 10, 0, 7));
        LoadPlan other = simultaneous(load(LoadModel.ARRIVAL_RATE, 10, 10, 0, 8));
        assertThat(armsInOrder(run(plan, call -> 50)))
                .isEqualTo(armsInOrder(run(plan, call -> 70)))
                .isNotEqualTo(armsInOrder(run(other, call -> 50)));
    }

    @Test
    void aDroppedArrivalTakesItsPromptWithIt() throws InterruptedException {
        Load load = Load.ofArrivals(10, List.of(new Stage(10, Duration.ofSeconds(5))), Duration.ofSeconds(1), 1, 7);
        VirtualRun run = run(simultaneous(load), call -> call.arm() == BASELINE ? 250 : 10);
        Map<Long, String> promptAt = promptsByTime(run, CANDIDATE);
        assertThat(promptsByTime(run, BASELINE))
                .hasSizeLessThan(promptAt.size())
                .allSatisfy((at, prompt) -> {
                    assertThat(prompt).isEqualTo(promptAt.get(at));
                });
        assertThat(run.facts().dropped()).isZero();
        assertThat(run.facts().baseline().orElseThrow().dropped()).isPositive();
    }

    @Test
    void virtualUsersOfBothStartTogetherAndThenGoAtTheirOwnPace() {
        VirtualRun run = run(simultaneous(VirtualRun.load(2, 300, 0, VirtualRun.stage(2, SECOND))), call -> {
            return call.arm() == BASELINE ? 200 : 100;
        });
        assertThat(arrivals(run, CANDIDATE)).hasSize(20);
        assertThat(arrivals(run, BASELINE)).hasSize(10);
        assertThat(prompts(run, CANDIDATE).subList(0, 10)).isEqualTo(prompts(run, BASELINE));
    }

    @Test
    void inBlocksOnlyOneEndpointHasRequestsInFlight() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 120, 4, 7)), call -> 700);
        List<RequestSample> samples = run.samples.stream()
                .filter(sample -> sample.at().scheduled() >= 4_000_000)
                .toList();
        for (RequestSample one : samples) {
            assertThat(samples)
                    .filteredOn(other -> other.arm() != one.arm())
                    .allMatch(other -> other.at().sent() >= one.at().end()
                            || other.at().end() <= one.at().sent());
        }
    }

    @Test
    void onlyRequestsOfABlockAreMeasured() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 60, 4, 7)), call -> 50);
        assertThat(run.samples).allSatisfy(sample -> {
            boolean inBlock = run.blocks.stream()
                    .anyMatch(block -> block.arm() == sample.arm()
                            && block.contains(sample.at().scheduled()));
            assertThat(sample.phase()).isEqualTo(inBlock ? Phase.MEASURED : Phase.WARMUP);
        });
    }

    @Test
    void bothEndpointsAreWarmedUpBeforeTheFirstBlock() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 60, 4, 7)), call -> 50);
        Map<Arm, List<RequestSample>> warmUps = run.samples.stream()
                .filter(sample -> sample.at().scheduled() < 4_000_000)
                .collect(groupingBy(RequestSample::arm));
        assertThat(warmUps).hasSize(2);
        assertThat(warmUps.get(CANDIDATE)).hasSameSizeAs(warmUps.get(BASELINE)).hasSizeGreaterThan(15);
    }

    @Test
    void ofFourBlocksInARowTheOuterTwoAreOfOneEndpoint() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 200, 0, 7)), call -> 50);
        List<Arm> order = run.blocks.stream().map(Block::arm).toList();
        assertThat(order).hasSizeGreaterThan(24);
        for (int i = 0; i + 4 <= order.size(); i += 4) {
            assertThat(order.get(i)).isEqualTo(order.get(i + 3)).isNotEqualTo(order.get(i + 1));
            assertThat(order.get(i + 1)).isEqualTo(order.get(i + 2));
        }
    }

    @Test
    void theSeedDecidesTheOrderOfTheBlocks() {
        Supplier<Stream<List<Arm>>> orders = () -> Stream.iterate(1L, seed -> seed + 1)
                .limit(6)
                .map(seed -> run(blocks(load(LoadModel.ARRIVAL_RATE, 2, 100, 0, seed)), call -> 50))
                .map(run -> run.blocks.stream().map(Block::arm).toList());
        assertThat(orders.get().distinct().count()).isGreaterThan(1);
        assertThat(orders.get().toList()).isEqualTo(orders.get().toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"ARRIVAL_RATE", "POISSON_ARRIVAL_RATE"})
    void theBlocksOfAPairHaveTheSameArrivalsAndPrompts(LoadModel model) {
        VirtualRun run = run(blocks(load(model, 10, 120, 0, 7)), call -> call.arm() == BASELINE ? 300 : 50);
        Map<Integer, List<Block>> pairs = run.blocks.stream().collect(groupingBy(Block::pair));
        assertThat(pairs).hasSizeGreaterThan(6).allSatisfy((number, pair) -> {
            assertThat(pair).extracting(Block::arm).containsExactlyInAnyOrder(CANDIDATE, BASELINE);
            assertThat(arrivalsIn(run, pair.get(0))).isNotEmpty().isEqualTo(arrivalsIn(run, pair.get(1)));
        });
    }

    @Test
    void aBlockWaitsForTheLastAnswersOfTheOneBefore() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 60, 0, 7)), call -> 400);
        // The last arrival of a block comes 100 ms before the block's end and its answer 300 ms after it.
        assertThat(pauses(run)).allSatisfy(pause -> assertThat(pause).isEqualTo(Duration.ofMillis(300 + SECOND)));
    }

    @Test
    void theGuardIsTwiceTheMedianOfTheLatencyWhereThatIsLonger() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 120, 20, 7)), call -> 2_000);
        Block first = run.blocks.get(0);
        assertThat(first.from().minusSeconds(20).toMillis()).isBetween(5_000L, 6_000L);
    }

    @Test
    void aRequestThatHangsIsCutOffAfterTheGracefulStop() {
        VirtualRun run = run(
                blocks(load(LoadModel.ARRIVAL_RATE, 1, 120, 0, 7)),
                call -> call.scheduled() < 3_000_000 ? FakeTransport.NEVER : 50);
        assertThat(run.withOutcome(Outcome.INTERRUPTED))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.error()).contains("cut off 10s after its block's end"));
        assertThat(run.blocks).hasSizeGreaterThan(6);
    }

    @Test
    void noPairBeginsThatCannotEnd() {
        VirtualRun run = run(blocks(load(LoadModel.ARRIVAL_RATE, 10, 23, 0, 7)), call -> 50);
        assertThat(run.blocks).hasSize(2);
        assertThat(run.blocks.get(1).to()).isLessThanOrEqualTo(Duration.ofSeconds(23));
    }

    @Test
    void virtualUsersTakeTurnsToo() {
        Load load = VirtualRun.load(3, 300, 0, VirtualRun.stage(3, 60 * SECOND));
        VirtualRun run = run(blocks(load), call -> call.arm() == BASELINE ? 200 : 100);
        assertThat(run.blocks).hasSizeGreaterThan(6);
        run.blocks.forEach(
                block -> assertThat(arrivalsIn(run, block)).hasSize(block.arm() == BASELINE ? 3 * 25 : 3 * 50));
    }

    private static VirtualRun run(LoadPlan plan, java.util.function.ToLongFunction<Call> delayMillis) {
        FakeTransport transport = new FakeTransport(
                call -> {
                    long millis = delayMillis.applyAsLong(call);
                    return millis == FakeTransport.NEVER ? millis : millis * 1_000;
                },
                true);
        return VirtualRun.ofTwo(plan, transport, TwoEndpointsTest::numberedPrompts)
                .toTheEnd();
    }

    private static Supplier<PreparedRequest> numberedPrompts() {
        AtomicInteger number = new AtomicInteger();
        return () -> PreparedRequest.of(
                new TextPrompt("p" + number.incrementAndGet(), "Once", OptionalInt.empty(), OptionalInt.empty()),
                VirtualRun.options());
    }

    private static Load load(LoadModel model, double rate, int seconds, int warmUpSeconds, long seed) {
        return new Load(
                model,
                rate,
                List.of(new Stage(rate, Duration.ofSeconds(seconds))),
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(10),
                Pace.NONE,
                Limits.NONE,
                Load.DEFAULT_MAX_IN_FLIGHT,
                seed);
    }

    private static LoadPlan simultaneous(Load load) {
        return plan(load, ArmOrder.SIMULTANEOUS);
    }

    private static LoadPlan blocks(Load load) {
        return plan(load, ArmOrder.BLOCKS);
    }

    private static LoadPlan plan(Load load, ArmOrder order) {
        LoadPlan plan = VirtualRun.plan(load, 60_000);
        return plan.with(Measuring.NONE.withBaseline(Optional.of(new Against(
                plan.target().at(URI.create("http://127.0.0.1:2/v1/completions")), order, Against.DEFAULT_BLOCK))));
    }

    private static List<Arm> armsInOrder(VirtualRun run) {
        return run.transport.calls.stream().map(Call::arm).toList();
    }

    private static List<String> arrivals(VirtualRun run, Arm arm) {
        return described(of(run, arm), 0);
    }

    private static List<String> arrivalsIn(VirtualRun run, Block block) {
        List<Call> calls = of(run, block.arm()).stream()
                .filter(call -> block.contains(call.scheduled()))
                .toList();
        return described(calls, block.from().toNanos() / 1_000);
    }

    private static List<String> described(Collection<Call> calls, long from) {
        return calls.stream()
                .map(call -> call.request().promptId() + " at " + (call.scheduled() - from))
                .toList();
    }

    private static List<Call> of(VirtualRun run, Arm arm) {
        return run.transport.calls.stream().filter(call -> call.arm() == arm).toList();
    }

    private static List<String> prompts(VirtualRun run, Arm arm) {
        return of(run, arm).stream().map(call -> call.request().promptId()).toList();
    }

    private static Map<Long, String> promptsByTime(VirtualRun run, Arm arm) {
        return of(run, arm).stream()
                .collect(java.util.stream.Collectors.toMap(
                        Call::scheduled, call -> call.request().promptId()));
    }

    /** From the end of each block to the start of the next. */
    private static List<Duration> pauses(VirtualRun run) {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < run.blocks.size(); i++) {
            pauses.add(run.blocks.get(i).from().minus(run.blocks.get(i - 1).to()));
        }
        return pauses;
    }
}
