package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.http.Carrier;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that real servers and gateways gave, sent over a socket with the timing that they had, are read as their JSON says. */
@OnBothTransports
class AnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In milliseconds: the clock stands still while nothing is sent, so that no machine is too slow. */
    private static final double TOLERANCE = 0.1;

    static Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path directory() throws Exception {
        URL readme = Objects.requireNonNull(AnswersTest.class.getResource("/answers/README.md"));
        return Objects.requireNonNull(Path.of(readme.toURI()).getParent());
    }

    AnswersTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void allAnswersAreThere() throws Exception {
        assertThat(names().toList()).hasSize(19);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadAsItsJsonSays(String name) throws Exception {
        JsonNode answer = JSON.readTree(directory().resolve(name + ".json").toFile());
        RequestSample sample = played(answer);
        assertSaid(sample, answer.path("expect"));
        assertTimed(sample, answer.path("expect"));
    }

    private static RequestSample played(JsonNode answer) throws Exception {
        HandClock clock = new HandClock();
        CompletableFuture<Wire.Sent> sent = new CompletableFuture<>();
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    play(answer, connection, clock, sent.get(20, TimeUnit.SECONDS));
                });
                Wire wire = Wire.sending(server, options(answer), clock)) {
            sent.complete(wire.send());
            return sent.get().sample();
        }
    }

    /** Lets the time of each step pass, and none until the client has read it. */
    private static void play(JsonNode answer, RawServer.Connection connection, HandClock clock, Wire.Sent sent)
            throws Exception {
        boolean chunked = answer.path("chunked").asBoolean();
        String end = answer.path("end").asText();
        sent.awaitSent();
        connection.send(answer.path("head").asText());
        sent.awaitHeaders();
        for (JsonNode step : answer.path("steps")) {
            clock.passMillis(step.get(0).asLong());
            String text = step.get(1).asText();
            if (!text.isEmpty()) {
                connection.send(chunked ? RawServer.chunk(text) : text);
                sent.awaitRead(clock.micros());
            }
        }
        if (chunked && !end.equals("cut")) {
            connection.send(RawServer.LAST_CHUNK);
        }
        if (!end.equals("close") && !end.equals("cut")) {
            connection.awaitEnd();
        }
    }

    private static RequestOptions options(JsonNode answer) {
        return new RequestOptions(
                answer.path("path").asText().endsWith("/responses") ? PromptType.RESPONSES : PromptType.CHAT,
                Optional.of("a-model"),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode(),
                answer.path("expect").path("streaming").asBoolean(true));
    }

    private static void assertSaid(RequestSample sample, JsonNode expected) {
        List<String> outcomes = Arrays.asList(expected.path("outcome").asText().split("\\|", -1));
        assertThat(outcomes).as(sample.error()).contains(sample.outcome().word());
        if (sample.outcome() != Outcome.OK) {
            assertThat(sample.error())
                    .isNotBlank()
                    .contains(expected.path("error").asText());
        }
        if (expected.has("output_tokens")) {
            assertThat(sample.tokens().output())
                    .isEqualTo(expected.path("output_tokens").asInt());
        }
        if (expected.has("token_source")) {
            assertThat(Objects.requireNonNull(sample.tokens().source()).word())
                    .isEqualTo(expected.path("token_source").asText());
        }
        if (expected.has("chunks")) {
            assertThat(sample.tokens().chunks())
                    .isEqualTo(expected.path("chunks").asInt());
        }
    }

    private static void assertTimed(RequestSample sample, JsonNode expected) {
        assertNear(Metric.TTFT.of(sample), expected.path("ttft"));
        assertNear(Metric.TTFO.of(sample), expected.path("first_content"));
        assertNear(Metric.TPOT.of(sample), expected.path("tpot"));
        if (expected.has("ttft_min")) {
            assertThat(Metric.TTFT.of(sample) / 1e3)
                    .isGreaterThanOrEqualTo(expected.path("ttft_min").asDouble());
        }
        if (expected.has("e2e_max")) {
            assertThat(Metric.E2E.of(sample) / 1e3)
                    .isLessThanOrEqualTo(expected.path("e2e_max").asDouble());
        }
        if (expected.has("tpot_between")) {
            assertThat(Metric.TPOT.of(sample) / 1e3)
                    .isBetween(
                            expected.path("tpot_between").get(0).asDouble(),
                            expected.path("tpot_between").get(1).asDouble());
        }
    }

    private static void assertNear(long micros, JsonNode millis) {
        if (!millis.isMissingNode()) {
            double due = millis.asDouble();
            assertThat(micros / 1e3).isCloseTo(due, within(TOLERANCE));
        }
    }
}
