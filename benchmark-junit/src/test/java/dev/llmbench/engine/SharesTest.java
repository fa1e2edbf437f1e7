package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.dataset.Dataset;
import dev.llmbench.openai.Call;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.run.RequestFeed;
import dev.llmbench.run.RequestOrder;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shares of a plan together send what one generator would. */
class SharesTest {
    private static final int PLANS = 12;
    private static final Dataset PROMPTS = new Dataset(
            "numbers",
            "numbers",
            IntStream.range(0, 2_000).mapToObj(SharesTest::prompt).toList());

    private static Prompt prompt(int number) {
        return new TextPrompt("p" + number, "Once " + number, OptionalInt.of(20), OptionalInt.empty());
    }

    /** The part of a request that the plan determines in the open model. */
    private record Arrival(long scheduled, String prompt, String phase, int stage, Optional<PairPart> pair) {
        static Arrival of(RequestSample sample) {
            return new Arrival(
                    sample.at().scheduled(),
                    sample.promptId(),
                    sample.phase().name(),
                    sample.stage(),
                    Optional.ofNullable(sample.pair()));
        }
    }

    /** The part of a request that the plan determines in the closed model. */
    private record OfUser(int user, long scheduled, String phase, int stage) {
        static OfUser of(RequestSample sample) {
            return new OfUser(
                    sample.user(), sample.at().scheduled(), sample.phase().name(), sample.stage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void arrivalsAreThoseOfOneGenerator(int of) throws Exception {
        Random random = new Random(of);
        for (int i = 0; i < PLANS; i++) {
            LoadPlan plan = measuring(random, arrivals(random));
            ToLongFunction<Call> delays =
                    call -> 1_000L * (1 + call.request().promptId().hashCode() % 40);

            List<Arrival> together = together(plan, of, delays, Arrival::of);

            assertThat(together)
                    .as("%s", plan.load())
                    .containsExactlyInAnyOrderElementsOf(together(plan, 1, delays, Arrival::of));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void usersSendWhatTheySendInOneGenerator(int of) throws Exception {
        Random random = new Random(of);
        for (int i = 0; i < PLANS; i++) {
            LoadPlan plan = measuring(random, users(random));

            List<OfUser> together = together(plan, of, call -> 30_000, OfUser::of);

            assertThat(together)
                    .as("%s", plan.load())
                    .containsExactlyInAnyOrderElementsOf(together(plan, 1, call -> 30_000, OfUser::of));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void noTwoGeneratorsOfUsersSendTheSamePrompt(int of) throws Exception {
        LoadPlan plan = VirtualRun.plan(VirtualRun.load(14, 300, 0, VirtualRun.stage(14, 1_000)), 60_000);

        assertThat(together(plan, of, call -> 30_000, RequestSample::promptId)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void theLimitOfRequestsIsThatOfAllGenerators(int of) throws Exception {
        Random random = new Random(of);
        for (int i = 0; i < PLANS; i++) {
            int limit = 14 + 2 * random.nextInt(40);
            Load users =
                    VirtualRun.with(VirtualRun.load(14, 300, 0, VirtualRun.stage(14, 60_000)), Pace.NONE, limit(limit));
            LoadPlan plan = measuring(random, users);

            assertThat(together(plan, of, call -> 10_000, Function.identity()).stream()
                            .filter(sample -> sample.phase() == Phase.MEASURED))
                    .hasSize(limit);
        }
    }

    private static Limits limit(int requests) {
        return new Limits(OptionalLong.of(requests), OptionalLong.empty());
    }

    private static <T> List<T> together(
            LoadPlan plan, int of, ToLongFunction<Call> delays, Function<RequestSample, T> view) throws Exception {
        List<T> all = new ArrayList<>();
        for (int index = 0; index < of; index++) {
            LoadShare share = new LoadShare(index, of);
            FakeTransport transport = new FakeTransport(delays, true);
            try (RequestFeed feed = new RequestOrder(plan, PROMPTS).to(Arm.CANDIDATE, share)) {
                VirtualRun run = new VirtualRun(
                        plan, share, Optional.empty(), transport, List.of(new Lane(Arm.CANDIDATE, transport, feed)));
                run.toTheEnd().samples.stream().map(view).forEach(all::add);
            }
        }
        return all;
    }

    private static LoadPlan measuring(Random random, Load load) {
        LoadPlan plan = VirtualRun.plan(load, 60_000);
        return random.nextInt(3) == 0
                ? plan.with(Measuring.NONE.withTwoLengths(new TwoLengths(5, random.nextBoolean())))
                : plan;
    }

    private static Load arrivals(Random random) {
        LoadModel model = random.nextBoolean() ? LoadModel.ARRIVAL_RATE : LoadModel.POISSON_ARRIVAL_RATE;
        return load(
                random, model, 100, Pace.NONE, random.nextInt(4) == 0 ? limit(1 + random.nextInt(60)) : Limits.NONE);
    }

    private static Load users(Random random) {
        ThinkTime pause = ThinkTime.parse(
                "thinkTime", List.of("0s", "50ms", "10ms..90ms", "exp(40ms)").get(random.nextInt(4)));
        Duration pacing = Duration.ofMillis(random.nextInt(3) * 40L);
        OptionalLong ofUser = random.nextInt(3) == 0 ? OptionalLong.of(2 + random.nextInt(6)) : OptionalLong.empty();
        return load(
                random, LoadModel.VIRTUAL_USERS, 12, new Pace(pause, pacing), new Limits(OptionalLong.empty(), ofUser));
    }

    private static Load load(Random random, LoadModel model, int most, Pace pace, Limits limits) {
        List<Stage> stages = new ArrayList<>();
        for (int stage = 0; stage <= random.nextInt(4); stage++) {
            stages.add(VirtualRun.stage(random.nextInt(most), random.nextInt(4) * 400));
        }
        stages.add(VirtualRun.stage(1 + random.nextInt(most), 500));
        return new Load(
                model,
                random.nextInt(most),
                stages,
                Duration.ofMillis(random.nextInt(2) * 300L),
                Duration.ofMillis(200),
                pace,
                limits,
                Load.DEFAULT_MAX_IN_FLIGHT,
                random.nextLong());
    }
}
