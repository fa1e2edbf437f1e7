package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.openai.Call;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Pace;
import dev.llmbench.result.ExclusionReason;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.TpotByDifference;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How near the truth TPOT by two lengths comes to a server whose truth is known, in virtual time. */
class TpotByDifferenceTest {
    private static final double TPOT_MICROS = 5_000;
    private static final double TWO_PERCENT = TPOT_MICROS * 0.02;

    private final Random random = new Random(42);
    private final Map<String, Integer> outputs = new HashMap<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHundredPairsRecoverTheTruthWithinTwoPercentStreamedOrNot(boolean streamed) throws InterruptedException {
        TpotByDifference tpot = measured(streamed, 100, 0, false);
        assertThat(tpot.pairs()).isEqualTo(100);
        assertThat(tpot.leftOutPairs()).isZero();
        assertThat(tpot.micros()).hasValueCloseTo(TPOT_MICROS, within(TWO_PERCENT));
        assertThat(tpot.interval().contains(TPOT_MICROS)).isTrue();
        assertThat(tpot.standardError().orElseThrow()).isBetween(10.0, 70.0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void soTheyDoWhileATenthOfTheOutputsStopsEarly(boolean streamed) throws InterruptedException {
        TpotByDifference tpot = measured(streamed, 125, 0.1, false);
        assertThat(tpot.pairs()).isGreaterThanOrEqualTo(95);
        assertThat(tpot.leftOut()).containsOnlyKeys(ExclusionReason.LENGTH);
        assertThat(tpot.leftOutPairs()).isEqualTo(125 - tpot.pairs()).isGreaterThan(10);
        assertThat(tpot.micros()).hasValueCloseTo(TPOT_MICROS, within(TWO_PERCENT));
        assertThat(tpot.interval().contains(TPOT_MICROS)).isTrue();
    }

    @Test
    void aCacheThatServesEveryPromptButTheFirstTimeFavoursNeitherLength() throws InterruptedException {
        TpotByDifference tpot = measured(false, 100, 0, true);
        assertThat(tpot.micros()).hasValueCloseTo(TPOT_MICROS, within(TWO_PERCENT));
    }

    private TpotByDifference measured(boolean streamed, int pairs, double stopEarly, boolean cache)
            throws InterruptedException {
        FakeTransport server = new FakeTransport(
                        call -> Math.round(ttft(call, cache) + TPOT_MICROS * output(call, stopEarly)), true)
                .counting(call -> new Tokens(50, 0, outputs.getOrDefault(call.id(), 0), 0, TokenSource.USAGE, 0));
        LoadPlan plan = Pairs.plan(limited(pairs), false);
        VirtualRun run = new VirtualRun(plan, streamed ? server.streaming() : server, Pairs.requests()).toTheEnd();
        Recorder recorder = new Recorder(plan);
        run.samples.forEach(recorder::accept);
        LoadResult result = recorder.result(run.facts(), sink -> false);
        assertThat(result.run().ok()).isEqualTo(2L * pairs);
        assertThat(result.tpot().isEmpty()).isEqualTo(!streamed);
        return result.tpotByDifference().orElseThrow();
    }

    /** Between 45 and 55 ms, and the prefill of 300 ms before it where the prompt is not in the cache. */
    private double ttft(Call call, boolean cache) {
        boolean cold = cache && call.id().equals(firstOf(call));
        return 45_000 + 10_000 * random.nextDouble() + (cold ? 300_000 : 0);
    }

    private final Map<String, String> firstCalls = new HashMap<>();

    private String firstOf(Call call) {
        return firstCalls.computeIfAbsent(call.request().promptId(), prompt -> call.id());
    }

    private int output(Call call, double stopEarly) {
        boolean stops = random.nextDouble() < stopEarly;
        int output = stops ? 1 + random.nextInt(Pairs.asked(call) - 1) : Pairs.asked(call);
        outputs.put(call.id(), output);
        return output;
    }

    private static Load limited(int pairs) {
        return VirtualRun.with(
                load(4, 300, 0, stage(4, 1_000_000)),
                Pace.NONE,
                new Limits(OptionalLong.of(2L * pairs), OptionalLong.empty()));
    }
}
