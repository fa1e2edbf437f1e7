package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.ModelFigure;
import dev.llmbench.result.LoadResult;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a test's model profile comes from. */
class ModelProfilesTest {
    private final LoopbackServer server = new LoopbackServer();
    private final Map<String, String> parameters = new HashMap<>(Map.of("llm.url", server.url()));

    @BeforeEach
    void noVariables() {
        FixtureEnvironment.set(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private dev.llmbench.plan.ModelProfile profile(Class<?> fixture) {
        return FixtureRun.of(fixture, parameters).result().plan().modelProfile().orElseThrow();
    }

    private Throwable failure(Class<?> fixture) {
        return FixtureRun.of(fixture, parameters).failure();
    }

    @Tag("fixture")
    @ModelProfile(model = "llama-3.1-8b", accelerator = "h100-sxm")
    static class OnTheClass {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    static class Inherits extends OnTheClass {}

    @Test
    void aProfileOfTheClassIsThatOfItsTests() {
        assertThat(profile(OnTheClass.class).name()).isEqualTo("llama-3.1-8b on 1 x h100-sxm");
        assertThat(profile(Inherits.class).name()).isEqualTo("llama-3.1-8b on 1 x h100-sxm");
    }

    @Tag("fixture")
    @ModelProfile(model = "llama-3.1-8b", accelerator = "h100-sxm")
    static class OnTheClassAround {
        @Nested
        class Inner {
            @QuickLoad
            void test(LoadResult result) {
                FixtureRun.saw(result);
            }
        }
    }

    @Test
    void aProfileOfTheClassAroundIsThatOfItsNestedTests() {
        assertThat(profile(OnTheClassAround.class).name()).isEqualTo("llama-3.1-8b on 1 x h100-sxm");
    }

    @Tag("fixture")
    @ModelProfile(model = "llama-3.1-8b", accelerator = "h100-sxm", bytesPerParameter = 1)
    static class OnBoth {
        @QuickLoad
        @ModelProfile(model = "llama-3.1-70b", accelerator = "h100-sxm", devices = 4, peakFlops = 1e15)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void theProfileOfTheMethodTakesThePlaceOfTheClasssWhole() {
        assertThat(profile(OnBoth.class).name()).isEqualTo("llama-3.1-70b on 4 x h100-sxm, with own figures");
        assertThat(profile(OnBoth.class).figure(ModelFigure.BYTES_PER_PARAMETER))
                .hasValue(2);
        assertThat(profile(OnBoth.class).peakFlops()).hasValue(1e15);
    }

    @Test
    void whatThisRunSaysTakesThePlaceOfBoth() {
        parameters.put("llmbench.model-profile", "qwen2.5-7b@2xl40s");

        assertThat(profile(OnBoth.class).name()).isEqualTo("qwen2.5-7b on 2 x l40s");
    }

    @Tag("fixture")
    static class OfAFile {
        @QuickLoad
        @ModelProfile(file = "src/test/resources/junit/model.json", peakBandwidth = 2e12)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void aFileIsLookedForAsADatasetIsAndFiguresGivenLieOverIt() {
        dev.llmbench.plan.ModelProfile profile = profile(OfAFile.class);

        assertThat(profile.figures())
                .isEqualTo(Map.of(
                        ModelFigure.PARAMETERS, 7e9,
                        ModelFigure.BYTES_PER_PARAMETER, 2.0,
                        ModelFigure.PEAK_BANDWIDTH, 2e12));
    }

    @Test
    void thisRunCanNameAFile() {
        parameters.put("llmbench.model-profile", "classpath:junit/model.json");

        assertThat(profile(OnTheClass.class).peakBandwidth()).hasValue(1e12);
    }

    @Test
    void aFileThatIsNotThereIsToldWithWhatElseCanBeWritten() {
        parameters.put("llmbench.model-profile", "llama-3.1-8b");

        assertThat(failure(OnTheClass.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("modelProfile = \"llama-3.1-8b\" was not found")
                .hasMessageContaining("llama-3.1-8b@h100-sxm");
    }

    @Test
    void aNameThatIsUnknownIsToldBeforeAnythingIsSent() {
        parameters.put("llmbench.model-profile", "llama-3.1-8b@h100-sxn");

        assertThat(failure(OnTheClass.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Did you mean h100-sxm?");
        assertThat(server.requests()).isEmpty();
    }

    @Tag("fixture")
    static class OfAFileAndAName {
        @QuickLoad
        @ModelProfile(file = "classpath:junit/model.json", model = "llama-3.1-8b")
        void test() {}
    }

    @Test
    void aFileAndANameTogetherAreRefused() {
        assertThat(failure(OfAFileAndAName.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a file names its own model");
    }
}
