package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelProfileTest {

    @Test
    void aReadyMadeProfileHasAllThatTheMetricsTake() {
        ModelProfile profile = ModelProfile.ready("llama-3.1-8b", "h100-sxm", 2);

        assertThat(profile.name()).isEqualTo("llama-3.1-8b on 2 x h100-sxm");
        assertThat(profile.parameterBytes()).hasValue(2 * 8_030_261_248.0);
        assertThat(profile.activeParameters()).hasValue(8_030_261_248.0);
        assertThat(profile.kvBytesPerToken()).hasValue(2 * 32 * 8 * 128 * 2);
        assertThat(profile.peakBandwidth()).hasValue(2 * 3.35e12);
        assertThat(profile.peakFlops()).hasValue(2 * 989.5e12);
    }

    @Test
    void everyReadyMadeFigureHasAPublicSource() {
        for (String file : new String[] {ReadyProfiles.MODELS, ReadyProfiles.ACCELERATORS}) {
            ReadyProfiles.read(file).forEach((name, figures) -> {
                for (Map.Entry<String, JsonNode> figure : figures.properties()) {
                    assertThat(figure.getValue().path("source").asText())
                            .as(name + " " + figure.getKey())
                            .startsWith("https://");
                }
            });
        }
    }

    @Test
    void everyReadyMadeModelSufficesOnEveryAccelerator() {
        for (String model : ReadyProfiles.read(ReadyProfiles.MODELS).keySet()) {
            for (String accelerator :
                    ReadyProfiles.read(ReadyProfiles.ACCELERATORS).keySet()) {
                ModelProfile profile = ModelProfile.ready(model, accelerator, 1);
                assertThat(profile.suffices(Metric.MBU) && profile.suffices(Metric.MTU))
                        .as(profile.name())
                        .isTrue();
            }
        }
    }

    @Test
    void ofAMixtureOfExpertsATokenUsesAPart() {
        ModelProfile profile = ModelProfile.ready("mixtral-8x7b", "", 1);

        assertThat(profile.activeParameters()).hasValue(12.9e9);
        assertThat(profile.parameterBytes()).hasValue(2 * 46.7e9);
    }

    @Test
    void anUnknownNameIsToldWithTheNearest() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.ready("llama-3.1-8B", "", 1))
                .withMessageContaining("modelProfile.model = \"llama-3.1-8B\"")
                .withMessageContaining("Did you mean llama-3.1-8b? There are ");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.ready("", "h100", 1))
                .withMessageContaining("modelProfile.accelerator = \"h100\"")
                .withMessageContaining("h100-sxm");
    }

    @Test
    void ownFiguresTakeTheSteadOfReadyMadeOnes() {
        ModelProfile profile = ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1)
                .with(Map.of(ModelFigure.BYTES_PER_PARAMETER, 1.0, ModelFigure.BYTES_PER_KV_NUMBER, 1.0));

        assertThat(profile.name()).isEqualTo("llama-3.1-8b on 1 x h100-sxm, with own figures");
        assertThat(profile.parameterBytes()).hasValue(8_030_261_248.0);
        assertThat(profile.kvBytesPerToken()).hasValue(2 * 32 * 8 * 128);
        assertThat(profile.peakBandwidth()).hasValue(3.35e12);
    }

    @Test
    void geometryOfOnesOwnTakesTheSteadOfBytesPerToken() {
        ModelProfile profile = ModelProfile.of(Map.of(ModelFigure.KV_BYTES_PER_TOKEN, 1.0))
                .with(Map.of(
                        ModelFigure.LAYERS, 2.0,
                        ModelFigure.KV_HEADS, 3.0,
                        ModelFigure.HEAD_SIZE, 5.0,
                        ModelFigure.BYTES_PER_KV_NUMBER, 2.0));

        assertThat(profile.kvBytesPerToken()).hasValue(2 * 2 * 3 * 5 * 2);
    }

    @Test
    void aFigureThatIsNotGivenIsNotGuessed() {
        ModelProfile profile = ModelProfile.of(Map.of(ModelFigure.PARAMETERS, 8e9, ModelFigure.LAYERS, 32.0));

        assertThat(profile.parameterBytes()).isEmpty();
        assertThat(profile.kvBytesPerToken()).isEmpty();
        assertThat(profile.peakFlops()).isEmpty();
        assertThat(profile.suffices(Metric.MBU)).isFalse();
        assertThat(profile.suffices(Metric.MTU)).isFalse();
        assertThat(profile.suffices(Metric.TTFT)).isTrue();
    }

    @Test
    void jsonNamesReadyMadeFiguresAndGivesOwnOnes() {
        ModelProfile profile = ModelProfile.parse(
                "own.json",
                "{\"model\": \"qwen2.5-7b\", \"accelerator\": \"l4\", \"devices\": 2, \"bytes_per_parameter\": 0.5,"
                        + " \"peak_flops\": {\"value\": 1e14, \"source\": \"measured\"}, \"layers\": null}");

        assertThat(profile.name()).isEqualTo("qwen2.5-7b on 2 x l4, with own figures");
        assertThat(profile.parameterBytes()).hasValue(7.61e9 / 2);
        assertThat(profile.peakBandwidth()).hasValue(6e11);
        assertThat(profile.peakFlops()).hasValue(1e14);
        assertThat(profile.kvBytesPerToken()).hasValue(2 * 28 * 4 * 128 * 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"paramters\": 1}|own.json has an unknown field \"paramters\". Did you mean parameters?",
                "{\"parameters\": \"8B\"}|own.json has a parameters that is not a number: \"8B\"",
                "{\"model\": 8}|own.json has a model that is not a string: 8",
                "{\"accelerator\": \"l4\", \"devices\": 1.5}|own.json has devices that are not a whole number: 1.5",
                "[]|own.json is not a JSON object",
                "{|own.json is not JSON",
                "{\"parameters\": 1, \"parameters\": 2}|own.json is not JSON"
            })
    void jsonThatIsNoProfileIsRefused(String json, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.parse("own.json", json))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFigureIsANumberAboveZero(double value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.of(Map.of(ModelFigure.PEAK_FLOPS, value)))
                .withMessageContaining("modelProfile.peak_flops");
    }

    @Test
    void aTokenUsesNoMoreParametersThanThereAre() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> ModelProfile.of(Map.of(ModelFigure.PARAMETERS, 8e9, ModelFigure.ACTIVE_PARAMETERS, 9e9)))
                .withMessageContaining("modelProfile.active_parameters");
    }

    @Test
    void devicesAreOneAtLeastAndOfANamedAccelerator() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.ready("llama-3.1-8b", "h100-sxm", 0));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ModelProfile.ready("llama-3.1-8b", "", 2))
                .withMessageContaining("Name the accelerator");
    }

    @Test
    void aBudgetOnMbuNeedsAProfileThatSuffices() {
        Budget budget = new Budget(Metric.MBU, Statistic.VALUE, Budget.Bound.AT_LEAST, 0.3, OptionalInt.empty());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(budget))
                .withMessageContaining("budgets.metric = \"MBU\"")
                .withMessageContaining("@ModelProfile(");
        assertThat(Plans.plan(ModelProfile.ready("llama-3.1-8b", "h100-sxm", 1), budget)
                        .budgets())
                .contains(budget);
    }
}
