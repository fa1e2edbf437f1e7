package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.openai.Call;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Arm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever watches several generators from outside decides as one generator does on the same answers. */
class MergedWatchTest {
    private static final long LOOK_MILLIS = 500;
    private static final Budget E2E_P95 =
            new Budget(Metric.E2E, Statistic.percentile(95), Budget.Bound.AT_MOST, 200_000, OptionalInt.empty());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void aRisingLoadBreaksAtTheSameLevel(int generators) throws Exception {
        LoadPlan plan = plan(
                new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(Duration.ofSeconds(9)))),
                new Stage(100, Duration.ofSeconds(500)));
        Map<Long, Long> answers = new HashMap<>();
        RunFacts alone = alone(plan, answers);

        Together together = new Together(plan, generators, answers).run();

        Breakpoint found = together.watch.breakpoint().orElseThrow();
        Breakpoint expected = alone.breakpoint().orElseThrow();
        assertThat(found.levels()).isEqualTo(expected.levels());
        assertThat(found).isEqualTo(expected);
        assertThat(together.endedAt * 1_000_000)
                .isBetween(
                        alone.elapsed().toNanos() - 1_000_000_000,
                        alone.elapsed().toNanos() + 1_000_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void aSearchTriesTheSameRates(int generators) throws Exception {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(10), 0.1);
        LoadPlan plan = plan(
                new EarlyEnd(Optional.empty(), Optional.of(search)),
                search.stages().toArray(Stage[]::new));
        Map<Long, Long> answers = new HashMap<>();
        RunFacts alone = alone(plan, answers);

        Together together = new Together(plan, generators, answers).run();

        Breakpoint found = together.watch.breakpoint().orElseThrow();
        assertThat(found.levels()).isEqualTo(alone.breakpoint().orElseThrow().levels());
        assertThat(found.held()).isEqualTo(alone.breakpoint().orElseThrow().held());
        for (VirtualRun run : together.runs) {
            assertThat(run.facts().cutShort()).isEmpty();
        }
    }

    @Test
    void aGeneratorThatIsNotToldARateSendsNothingAndSaysSo() throws Exception {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(10), 0.1);
        LoadPlan plan = plan(
                new EarlyEnd(Optional.empty(), Optional.of(search)),
                search.stages().toArray(Stage[]::new));
        VirtualRun run = VirtualRun.answering(plan, 10);
        run.engine.observe(true, snapshot -> {});
        run.toTheEnd();

        assertThat(run.facts().cutShort().orElseThrow()).matches("the rate of try \\d+ was not known in time");
        assertThat(run.samples)
                .allMatch(sample -> sample.at().scheduled() <= search.hold().toNanos() / 1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aBreachAbortsTheLoadAtTheSameTime(int generators) throws Exception {
        LoadPlan plan = plan(
                new EarlyEnd(Optional.of(new AbortRule(Duration.ofSeconds(1), 50)), Optional.empty()),
                new Stage(60, Duration.ZERO),
                new Stage(60, Duration.ofSeconds(300)));
        Map<Long, Long> answers = new HashMap<>();
        RunFacts alone = alone(plan, answers);

        Together together = new Together(plan, generators, answers).run();

        assertThat(together.why).isEqualTo(alone.aborted());
        assertThat(together.why).isPresent();
    }

    private static LoadPlan plan(EarlyEnd early, Stage... stages) {
        Load load = Load.ofArrivals(4, List.of(stages), Duration.ofSeconds(1), 10_000, 1);
        return VirtualRun.plan(load, 60_000, early, Optional.empty(), E2E_P95);
    }

    /** Runs a plan in one generator, against a server that answers one request after the other, and keeps its answers. */
    private static RunFacts alone(LoadPlan plan, Map<Long, Long> answers) throws InterruptedException {
        ToLongFunction<Call> queue = BreakpointTest.queue();
        FakeTransport transport = new FakeTransport(
                call -> answers.computeIfAbsent(call.scheduled(), it -> queue.applyAsLong(call)), true);
        return new VirtualRun(plan, transport).toTheEnd().facts();
    }

    /** Generators that run side by side, and the watch over them. */
    private static final class Together {
        private final LoadWatch watch;
        private final List<VirtualRun> runs = new ArrayList<>();
        private final List<Snapshot> latest = new ArrayList<>();
        private final int[] known;
        private final int[] watched;
        private Optional<String> why = Optional.empty();
        private long endedAt;

        Together(LoadPlan plan, int generators, Map<Long, Long> answers) {
            watch = new LoadWatch(plan);
            known = new int[generators];
            watched = new int[generators];
            for (int i = 0; i < generators; i++) {
                int number = i;
                // A request that the one generator did not send would be answered never.
                FakeTransport transport =
                        new FakeTransport(call -> answers.getOrDefault(call.scheduled(), FakeTransport.NEVER), true);
                VirtualRun run = new VirtualRun(
                        plan,
                        new LoadShare(i, generators),
                        Optional.empty(),
                        transport,
                        List.of(new Lane(Arm.CANDIDATE, transport, () -> VirtualRun.REQUEST)));
                latest.add(new Snapshot(0, 0, 0, 0, 0, List.of(), List.of()));
                run.engine.observe(true, snapshot -> {
                    latest.set(number, snapshot);
                    known[number] = run.samples.size();
                });
                runs.add(run);
            }
        }

        Together run() {
            for (long now = LOOK_MILLIS; !runs.stream().allMatch(run -> run.engine.hasEnded()); now += LOOK_MILLIS) {
                step(now);
            }
            for (int i = 0; i < runs.size(); i++) {
                runs.get(i)
                        .samples
                        .subList(watched[i], runs.get(i).samples.size())
                        .forEach(watch::ended);
            }
            long end = endedAt == 0 ? Long.MAX_VALUE / 1_000_000 : endedAt;
            watch.runEnded(end * 1_000, 0, List.of());
            return this;
        }

        private void step(long now) {
            for (int i = 0; i < runs.size(); i++) {
                VirtualRun run = runs.get(i);
                run.until(now);
                run.samples.subList(watched[i], known[i]).forEach(watch::ended);
                watched[i] = known[i];
            }
            if (why.isEmpty()) {
                why = watch.look(
                        now * 1_000,
                        latest.stream().flatMap(it -> it.going().stream()).toList(),
                        0,
                        List.of());
                why.ifPresent(reason -> {
                    endedAt = now;
                    runs.forEach(run -> run.engine.stop(reason));
                });
                watch.nextRate(now * 1_000).ifPresent(next -> runs.forEach(run -> run.engine.tell(next)));
            }
        }
    }
}
