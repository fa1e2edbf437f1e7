package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.PromptType;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Outcome;
import dev.llmbench.simulator.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A test that says itself what the API of its endpoint is. */
class ApiAttributeTest {
    private final Simulator simulator = Simulator.builder()
            .ttft(Duration.ofMillis(2))
            .tpot(Duration.ofMillis(1))
            .outputTokens(5)
            .start();

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** The simulator's own chat, read in another way: each event's text is output, and usage is not looked at. */
    static final class Chat implements EndpointApi {
        @Override
        public JsonNode request(ApiRequest request) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("stream", request.streaming())
                    .set("messages", request.messages());
        }

        @Override
        public void read(ApiEvent event, ApiAnswer answer) {
            answer.output(event.json().at("/choices/0/delta/content").asText());
        }

        @Override
        public String name() {
            return "the chat of the tests";
        }
    }

    /** Makes no request. */
    static final class Broken implements EndpointApi {
        @Override
        public JsonNode request(ApiRequest request) {
            throw new IllegalStateException("nothing to say");
        }

        @Override
        public void read(ApiEvent event, ApiAnswer answer) {}
    }

    @Tag("fixture")
    static class OwnApi {
        @LlmLoadTest(
                endpoint = "${llm.url}/v1/chat/completions",
                api = Chat.class,
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "1m"),
                maxRequests = 3,
                budgets = @Budget(metric = Metric.ERROR_RATE, atMost = "0%"),
                acceptInvalid = true)
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Test
    void theEndpointIsMeasuredAsItsApiSays() {
        LoadResult result = run(Map.of()).result();

        assertThat(result.run().ok()).isEqualTo(3);
        assertThat(result.run().latency(Metric.TTFT).count()).isEqualTo(3);
        assertThat(result.run().completed().outputTokens()).isEqualTo(15);
        assertThat(result.plan().request().promptType()).isEqualTo(PromptType.OWN);
        assertThat(result.plan().request().ownApi().orElseThrow().name()).isEqualTo("the chat of the tests");
    }

    @Test
    void anotherApiCanTakeItsPlaceForOneRun() {
        assertMistake("llmbench.api", Broken.class.getName(), "nothing to say");
    }

    @Test
    void aClassThatIsNoApiFailsBeforeAnythingIsSent() {
        assertMistake("llmbench.api", "java.lang.String", "this class is not a " + EndpointApi.class.getName());
        assertMistake("llmbench.api", "no.such.Api", "this is not a class on the class path");
    }

    @Test
    void aPromptTypeBesideItFailsBeforeAnythingIsSent() {
        assertMistake("llmbench.prompt-type", "chat", "api defines what requests look like");
    }

    @Test
    void aPromptTypeOfItsOwnNeedsAnApi() {
        assertThat(run(Map.of("llmbench.api", EndpointApi.class.getName())).failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("api");
    }

    @Test
    void outcomesAreJudgedAsOfAnyEndpoint() {
        FixtureRun run = run(Map.of("llmbench.endpoint", "${llm.url}/v1/chat/completions?err=503"));

        assertThat(run.failure()).hasMessageContaining("Error rate");
        assertThat(run.results().get(0).run().count(Outcome.HTTP_5XX)).isEqualTo(3);
    }

    private void assertMistake(String key, String value, String message) {
        FixtureRun run = run(Map.of(key, value));

        assertThat(run.failure()).isInstanceOf(ConfigurationException.class).hasMessageContaining(message);
        assertThat(simulator.counts().received()).isZero();
    }

    private FixtureRun run(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("llm.url", simulator.url());
        return FixtureRun.of(OwnApi.class, all);
    }
}
