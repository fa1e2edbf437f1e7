package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test, of another length and against another server in each environment that the project's file names. */
class SettingsFileTest {
    @TempDir
    Path classPath;

    private final Simulator simulator =
            Simulator.builder().ttft(Duration.ofMillis(1)).outputTokens(3).start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Tag("fixture")
    static class ChatIT {
        @LlmLoadTest(
                endpoint = "${chat.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 1,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "0%"),
                acceptInvalid = true)
        void staysFast(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void whatItSaysOfAllEnvironmentsHoldsWhereNoneIsChosen() throws IOException {
        assertThat(seed("llmbench.seed = 5\n%nightly.llmbench.seed = 6\n", Map.of()))
                .isEqualTo(5);
    }

    @Test
    void whatItSaysOfTheChosenEnvironmentComesFirst() throws IOException {
        String file = "llmbench.seed = 5\n%nightly.llmbench.seed = 6\n%pr.llmbench.seed = 7\n";

        assertThat(seed(file, Map.of("llmbench.env", "nightly"))).isEqualTo(6);
        assertThat(seed(file, Map.of("llmbench.env", "pr"))).isEqualTo(7);
    }

    @Test
    void itMayChooseAnEnvironmentItselfAndTheRunChoosesAnother() throws IOException {
        String file = "llmbench.env = pr\n%nightly.llmbench.seed = 6\n%pr.llmbench.seed = 7\n";

        assertThat(seed(file, Map.of())).isEqualTo(7);
        assertThat(seed(file, Map.of("llmbench.env", "nightly"))).isEqualTo(6);
    }

    @Test
    void theNarrowerKeyWinsAndWhatTheRunSaysWinsOverAll() throws IOException {
        String file = "%nightly.llmbench.seed = 6\nllmbench.SettingsFileTest.ChatIT.staysFast.seed = 8\n";

        assertThat(seed(file, Map.of("llmbench.env", "nightly"))).isEqualTo(8);
        assertThat(seed(file, Map.of("llmbench.env", "nightly", "llmbench.seed", "9")))
                .isEqualTo(9);
    }

    @Test
    void placeholdersAreLookedUpInItToo() throws IOException {
        LoadPlan plan = run("%ci.chat.url = " + simulator.url() + "\n", Map.of("llmbench.env", "ci"))
                .result()
                .plan();

        assertThat(plan.target().shownEndpoint()).isEqualTo(simulator.url() + "/v1/chat/completions");
    }

    @Test
    void anEnvironmentThatItDoesNotKnowFailsBeforeAnythingIsSent() throws IOException {
        assertMistake(
                "%nightly.llmbench.seed = 6\n%pr.llmbench.seed = 7\n",
                "nightlyy", "llmbench.env = \"nightlyy\"", "begins with %nightlyy.", "nightly, pr");
    }

    @Test
    void anEnvironmentWithoutAFileFailsBeforeAnythingIsSent() {
        FixtureRun run = fixture(Map.of("llmbench.env", "nightly", "chat.url", simulator.url()));

        assertThat(run.failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no llmbench.properties on the class path", "src/test/resources");
    }

    @Test
    void aKeyOfItThatNothingReadsFailsBeforeAnythingIsSent() throws IOException {
        assertMistake(
                "%nightly.llmbench.stage = []\n",
                "nightly", "The key %nightly.llmbench.stage in llmbench.properties", "Did you mean llmbench.stages?");
    }

    @Test
    void aMistakeInItNamesIt() throws IOException {
        assertMistake("%pr.llmbench.seed = many\n", "pr", "llmbench.seed in llmbench.properties", "many");
    }

    @Test
    void aKeyDoesNotStandInIt() throws IOException {
        assertMistake("%pr.llmbench.api-key = sk-quite-secret\n", "pr", "a key must not be written in source code");
        assertThat(run("%pr.llmbench.api-key = sk-quite-secret\n", Map.of("llmbench.env", "pr"))
                        .failure())
                .hasMessageNotContaining("sk-quite-secret");
    }

    private void assertMistake(String file, String environment, String... parts) throws IOException {
        FixtureRun run = run(file, Map.of("llmbench.env", environment, "chat.url", simulator.url()));

        assertThat(run.failure()).isInstanceOf(ConfigurationException.class).hasMessageContainingAll(parts);
        assertThat(simulator.log()).isEmpty();
    }

    private long seed(String file, Map<String, String> parameters) throws IOException {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("chat.url", simulator.url());
        return run(file, all).result().plan().load().seed();
    }

    private FixtureRun run(String file, Map<String, String> parameters) throws IOException {
        Files.writeString(classPath.resolve("llmbench.properties"), file);
        return fixture(parameters);
    }

    private FixtureRun fixture(Map<String, String> parameters) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return FixtureRun.of(ChatIT.class, parameters);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
