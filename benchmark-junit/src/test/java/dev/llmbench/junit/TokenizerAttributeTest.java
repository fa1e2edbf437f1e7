package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.simulator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that sends no usage, with a tokenizer and without. */
class TokenizerAttributeTest {
    private static final String KEY = "llmbench.tokenizer";
    private static final String LIMIT = "llmbench.budgets";

    private final Simulator simulator = Simulator.builder()
            .ttft(Duration.ofMillis(2))
            .tpot(Duration.ofMillis(1))
            .outputTokens(5)
            .start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** As some users' own. */
    static final class Words implements Tokenizer {
        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length * 100;
        }

        @Override
        public String name() {
            return "hundreds";
        }
    }

    /** Cannot be made without a word. */
    static final class NeedsAWord implements Tokenizer {
        private final String word;

        NeedsAWord(String word) {
            this.word = word;
        }

        @Override
        public int count(String text) {
            return text.length();
        }

        @Override
        public String name() {
            return word;
        }
    }

    @Tag("fixture")
    static class WithoutUsage {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 3,
                requestBody = "{\"stream_options\": null}",
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "100%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void withoutATokenizerChunksAreCountedAndTheFailureCallsItAnEstimate() {
        FixtureRun run = run(Map.of(LIMIT, "output_token_throughput>=1000000"));

        assertThat(run.results().get(0).run().tokenSources()).containsExactly(TokenSource.CHUNKS);
        assertThat(run.failure()).hasMessageContaining("Output token throughput (estimated) was");
    }

    @Test
    void theReadyMadeTokenizerCountsAndNothingIsAnEstimate() {
        FixtureRun run = run(Map.of(KEY, "o200k_base", LIMIT, "output_token_throughput>=1000000"));

        assertThat(run.results().get(0).run().tokenSources()).containsExactly(TokenSource.TOKENIZER);
        assertThat(run.results().get(0).plan().tokenizer()).contains("o200k_base");
        assertThat(run.failure()).hasMessageContaining("Output token throughput was");
    }

    @Test
    void aClassOfOnesOwnCountsByItsName() {
        LoadResult result = run(Map.of(KEY, Words.class.getName())).result();

        assertThat(result.run().completed().outputTokens())
                .isGreaterThanOrEqualTo(100 * result.run().ok());
        assertThat(result.plan().tokenizer()).contains("hundreds");
    }

    @Test
    void aNameThatNobodyKnowsFailsBeforeAnythingIsSent() {
        assertMistake("o300k", "tokenizer = \"o300k\"", "Write \"o200k_base\"");
    }

    @Test
    void aClassThatIsNoTokenizerFailsBeforeAnythingIsSent() {
        assertMistake("java.lang.String", "this class is not a " + Tokenizer.class.getName());
    }

    @Test
    void aClassThatCannotBeMadeFailsBeforeAnythingIsSent() {
        assertMistake(NeedsAWord.class.getName(), "no no-argument constructor");
    }

    private void assertMistake(String tokenizer, String... parts) {
        assertThat(run(Map.of(KEY, tokenizer)).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts);
        assertThat(simulator.log()).isEmpty();
    }

    private FixtureRun run(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(WithoutUsage.class, all);
    }
}
