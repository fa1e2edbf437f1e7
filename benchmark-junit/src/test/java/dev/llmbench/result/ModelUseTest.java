package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Plans;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** MBU and MTU of runs whose figures can be worked out by hand. */
class ModelUseTest {
    /** A profile of round figures: 10 GB of parameters, 1 MB of cache a token, 1 TB/s, 100 TFLOP/s. */
    private static final Map<ModelFigure, Double> ROUND = Map.of(
            ModelFigure.PARAMETERS, 5e9,
            ModelFigure.BYTES_PER_PARAMETER, 2.0,
            ModelFigure.KV_BYTES_PER_TOKEN, 1e6,
            ModelFigure.PEAK_BANDWIDTH, 1e12,
            ModelFigure.PEAK_FLOPS, 100e12);

    private static final LoadPlan PLAN = Plans.plan(ModelProfile.of(ROUND));

    /** A hundred tokens of prompt; from its second second on it streams eleven tokens in ten seconds. */
    private static Samples tenSeconds() {
        return Samples.ok().ttft(ofSeconds(1)).lastToken(ofSeconds(11)).tokens(100, 11, 0);
    }

    private static List<RequestSample> everyTenSeconds() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            samples.add(tenSeconds().scheduledAt(ofSeconds(10L * i)).sample());
        }
        return samples;
    }

    private static OptionalDouble value(Measurement measured, Metric metric) {
        return measured.value(metric, Statistic.VALUE);
    }

    @Test
    void mbuIsOfTheParametersAndOfTheCacheOfTheMeanStreams() {
        LoadResult result = Results.result(PLAN, everyTenSeconds());

        // 50 s of decoding in a minute, each stream 100 + 11 / 2 tokens long, a step a second.
        assertThat(result.run().decodingStreams()).hasValue(50 / 60.0);
        assertThat(result.run().decodingStreamLength()).hasValue(105.5);
        assertThat(result.mbu().getAsDouble())
                .isEqualTo((10e9 + 50 / 60.0 * 105.5 * 1e6) / 1.0 / 1e12, within(0.001 * 0.01));
    }

    @Test
    void mtuIsOfPromptAndOutputTokensASecond() {
        LoadResult result = Results.result(PLAN, everyTenSeconds());

        assertThat(result.mtu().getAsDouble()).isEqualTo(5 * 111 / 60.0 / (100e12 / (2 * 5e9)), within(1e-12));
    }

    @Test
    void mtuCountsTheActiveParametersAlone() {
        ModelProfile experts = ModelProfile.of(ROUND).with(Map.of(ModelFigure.ACTIVE_PARAMETERS, 1e9));
        LoadResult result = Results.result(Plans.plan(experts), everyTenSeconds());

        assertThat(result.mtu().getAsDouble()).isEqualTo(5 * 111 / 60.0 / (100e12 / (2 * 1e9)), within(1e-12));
    }

    @Test
    void promptTokensFromTheCacheAreNotComputed() {
        RequestSample cached = tenSeconds().cachedPrompt(80).sample();

        assertThat(Results.result(PLAN, cached).mtu().getAsDouble())
                .isEqualTo(31 / 60.0 / (100e12 / (2 * 5e9)), within(1e-15));
    }

    @Test
    void aStreamCountsInEachWindowForTheTimeThatItIsDecodedThere() {
        LoadResult result =
                Results.result(PLAN, tenSeconds().scheduledAt(ofMillis(500)).sample());

        assertThat(result.window(ofSeconds(0), ofSeconds(1)).decodingStreams()).isEmpty();
        assertThat(result.window(ofSeconds(1), ofSeconds(2)).decodingStreams()).hasValue(0.5);
        assertThat(result.window(ofSeconds(5), ofSeconds(6)).decodingStreams()).hasValue(1);
        assertThat(result.window(ofSeconds(11), ofSeconds(13)).decodingStreams())
                .hasValue(0.25);
        assertThat(result.window(ofSeconds(12), ofSeconds(13)).decodingStreams())
                .isEmpty();
    }

    @Test
    void aStreamCountsInEachStageForTheTimeThatItIsDecodedThere() {
        LoadPlan plan = Plans.with(ModelProfile.of(ROUND), Plans.plan(Plans.RAMP_AND_HOLD));
        LoadResult result =
                Results.result(plan, tenSeconds().scheduledAt(ofSeconds(26)).sample());

        assertThat(result.stage(1).decodingStreams()).hasValue(3 / 30.0);
        assertThat(result.stage(2).decodingStreams()).hasValue(7 / 60.0);
        assertThat(result.run().decodingStreams()).hasValue(10 / 90.0);
    }

    @Test
    void whatIsDecodedWhileTheRunDrainsOrWarmsUpIsNotCounted() {
        LoadResult result = Results.result(
                PLAN,
                tenSeconds().scheduledAt(ofSeconds(57)).sample(),
                tenSeconds().warmup().scheduledAt(ofSeconds(5)).sample());

        assertThat(result.run().decodingStreams()).hasValue(2 / 60.0);
    }

    @Test
    void aStreamThatWasCutOffIsTakenToBeAsLongAsTheOthersWhereNobodyCounted() {
        RequestSample cutOff = Samples.interrupted()
                .ttft(ofSeconds(1))
                .lastToken(ofSeconds(31))
                .tokens(Tokens.NONE)
                .sample();

        LoadResult result = Results.result(PLAN, tenSeconds().sample(), cutOff);

        assertThat(result.run().decodingStreams()).hasValue(40 / 60.0);
        assertThat(result.run().decodingStreamLength()).hasValue(105.5);
    }

    @Test
    void bothAreAbsentWithoutAProfile() {
        LoadResult result = Results.result(Plans.plan(), everyTenSeconds());

        assertThat(result.mbu()).isEmpty();
        assertThat(result.mtu()).isEmpty();
    }

    @Test
    void eachIsAbsentWithoutAFigureThatItTakes() {
        ModelProfile noGeometry = ModelProfile.of(Map.of(
                ModelFigure.PARAMETERS, 5e9, ModelFigure.BYTES_PER_PARAMETER, 2.0, ModelFigure.PEAK_BANDWIDTH, 1e12));
        LoadResult result = Results.result(Plans.plan(noGeometry), everyTenSeconds());

        assertThat(result.mbu()).isEmpty();
        assertThat(result.mtu()).isEmpty();
    }

    @Test
    void bothAreAbsentWherePromptTokensOfAnAnswerAreUnknown() {
        List<RequestSample> samples = everyTenSeconds();
        samples.add(tenSeconds().tokens(Tokens.UNKNOWN, 11, 0).sample());
        LoadResult result = Results.result(PLAN, samples);

        assertThat(result.mbu()).isEmpty();
        assertThat(result.mtu()).isEmpty();
    }

    @Test
    void mbuIsAbsentWhereNothingWasStreamed() {
        LoadResult result = Results.result(
                PLAN, Samples.ok().notStreamed().tokens(100, 11, 0).sample());

        assertThat(result.mbu()).isEmpty();
        assertThat(result.mtu()).isPresent();
    }

    @Test
    void bothAreAbsentWhereNothingEndedOk() {
        LoadResult result =
                Results.result(PLAN, Samples.failed(Outcome.HTTP_5XX, "").sample());

        assertThat(result.mbu()).isEmpty();
        assertThat(result.mtu()).isEmpty();
        assertThat(value(result.window(Duration.ZERO, ofSeconds(1)), Metric.MTU))
                .isEmpty();
    }
}
