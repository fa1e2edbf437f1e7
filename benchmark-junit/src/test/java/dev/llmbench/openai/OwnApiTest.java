package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.answeringAndClosing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.endpoint.ApiAnswer;
import dev.llmbench.endpoint.ApiEvent;
import dev.llmbench.endpoint.ApiRequest;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.endpoint.UnexpectedEventException;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.OwnApi;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints whose requests and answers an API of the test's own describes, over real sockets. */
class OwnApiTest {
    private final Words words = new Words();

    /** Events of types, as some service's own: words, reasons to end, counts. */
    private static final class Words implements EndpointApi {
        boolean saysWhenFinished = true;

        @Override
        public JsonNode request(ApiRequest request) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("question", request.text());
            request.maxTokens().ifPresent(tokens -> body.put("most", tokens));
            request.model().ifPresent(model -> body.put("model", model));
            return body.put("stream", request.streaming());
        }

        @Override
        public void read(ApiEvent event, ApiAnswer answer) {
            switch (event.type()) {
                case "word" -> answer.output(event.data());
                case "thought" -> answer.reasoning(event.data());
                case "end" -> {
                    answer.outputTokens(event.json().path("tokens").asInt());
                    answer.promptTokens(7);
                    answer.finished("end");
                }
                case "sorry" -> answer.failed(event.data());
                case "odd" -> throw new UnexpectedEventException("a word is due");
                case "broken" -> throw new IllegalArgumentException("a flaw of its own");
                default -> {
                    answer.output(event.json().path("answer").asText());
                    if (event.json().path("done").asBoolean()) {
                        answer.finished("done");
                    }
                }
            }
        }

        @Override
        public boolean saysWhenFinished() {
            return saysWhenFinished;
        }
    }

    @Test
    void typedEventsSayWhatTheyHold() throws Exception {
        RequestSample sample = answered("text/event-stream", """
                event: thought
                data: hm

                event: word
                data: Hello

                event: word
                data: there

                event: end
                data: {"tokens":12}

                """);

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(sample.tokens().output()).isEqualTo(12);
        assertThat(sample.tokens().source()).isEqualTo(TokenSource.USAGE);
        assertThat(sample.tokens().prompt()).isEqualTo(7);
        assertThat(sample.tokens().chunks()).isEqualTo(3);
        assertThat(sample.finishReason()).isEqualTo("end");
        assertThat(sample.at().firstReasoning()).isGreaterThanOrEqualTo(0);
        assertThat(sample.at().firstContent())
                .isGreaterThanOrEqualTo(sample.at().firstReasoning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "application/jsonl; charset=utf-8"})
    void linesOfJsonAreEventsToo(String type) throws Exception {
        RequestSample sample =
                answered(type, "{\"answer\":\"a\"}\n\n{\"answer\":\"b\"}\r\n{\"answer\":\"\",\"done\":true}");

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(sample.tokens().chunks()).isEqualTo(2);
        assertThat(sample.finishReason()).isEqualTo("done");
    }

    @Test
    void linesAreTheSameHoweverTheyAreCut() {
        byte[] bytes = "{\"answer\":\"ä\"}\n{\"answer\":\"b\",\"done\":true}\n".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            StreamedAnswer answer = new StreamedAnswer(new OwnReader(words), new OutputText(), true);
            answer.read(bytes, 0, cut, 1, 0);
            answer.read(bytes, cut, bytes.length, 2, 0);
            answer.end(3);
            assertThat(answer.outcome()).as("cut at %d", cut).isEqualTo(Outcome.OK);
            assertThat(answer.chunks).isEqualTo(2);
            assertThat(answer.firstContent).as("cut at %d", cut).isEqualTo(cut >= 16 ? 1 : 2);
        }
    }

    @Test
    void aLineOverTheLimitIsMalformed() {
        StreamedAnswer answer = new StreamedAnswer(new OwnReader(words), null, true);
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 17; i++) {
            answer.read(piece, 0, piece.length, 1, 0);
        }
        answer.end(2);

        assertThat(answer.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(answer.error()).contains("larger than");
    }

    @Test
    void aStreamThatDoesNotSayThatItIsCompleteIsTruncated() throws Exception {
        RequestSample sample = answered("text/event-stream", "event: word\ndata: Hello\n\n");

        assertThat(sample.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(sample.error()).contains("finished() of " + Words.class.getName());
    }

    @Test
    void aStreamThatNeverSaysSoIsCompleteWhenItEnds() throws Exception {
        words.saysWhenFinished = false;

        assertThat(answered("text/event-stream", "event: word\ndata: Hello\n\n").outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void whatAnEventCallsAFailureIsAnErrorInBand() throws Exception {
        RequestSample sample = answered("text/event-stream", "event: sorry\ndata: no room\n\n");

        assertThat(sample.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(sample.error()).isEqualTo("no room");
    }

    @Test
    void anEventThatIsNotDueIsMalformed() throws Exception {
        assertThat(answered("text/event-stream", "event: odd\ndata: 1\n\n").error())
                .isEqualTo("event 1 is not what " + Words.class.getName() + " can read: a word is due");
        RequestSample sample = answered("text/event-stream", "event: end\ndata: {\n\n");
        assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).contains("not JSON");
    }

    @Test
    void aFlawOfTheApiItselfIsTheClientsAndNotTheServers() throws Exception {
        RequestSample sample = answered("text/event-stream", "event: broken\ndata: 1\n\n");

        assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT);
        assertThat(sample.error()).contains(Words.class.getName(), "a flaw of its own");
    }

    @Test
    void anAnswerThatIsNoStreamIsOneEvent() throws Exception {
        RequestSample sample = answered(options(words, false), "application/json", "{\"answer\":\"Hello\"}");

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(answered(options(words, false), "application/json", "{}").outcome())
                .isEqualTo(Outcome.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageIsNoAnswer(boolean streaming) throws Exception {
        RequestSample sample = answered(options(words, streaming), "text/html", "<h1>Log in</h1>");

        assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).contains("text/html", "Log in");
    }

    @Test
    void theRequestIsWhatTheApiMakesWithTheUsersFieldsLaidOver() throws Exception {
        try (RawServer server = answeringAndClosing(
                        RawServer.response("200 OK", "text/event-stream", "event: word\ndata: a\n\n"));
                Wire wire = Wire.sending(server, options(words, true))) {
            wire.send("Why?").sample();

            assertThat(server.requests.get(0).body())
                    .isEqualTo("{\"question\":\"Why?\",\"most\":20,\"model\":\"m\",\"stream\":true,\"extra\":1}");
            assertThat(server.requests.get(0).headers().get("accept")).contains("text/event-stream", "x-ndjson");
        }
    }

    @Test
    void anApiThatMakesNoObjectIsAMistakeAndSoIsOneThatFails() {
        List<Object> made = new ArrayList<>();
        for (JsonNode body : new JsonNode[] {JsonNodeFactory.instance.arrayNode(), null}) {
            EndpointApi api = new EndpointApi() {
                @Override
                public JsonNode request(ApiRequest request) {
                    if (body == null) {
                        throw new IllegalStateException("no idea");
                    }
                    return body;
                }

                @Override
                public void read(ApiEvent event, ApiAnswer answer) {}
            };
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> made.add(PreparedRequest.of(
                            new TextPrompt("p1", "a", OptionalInt.empty(), OptionalInt.empty()), options(api, true))))
                    .withMessageContaining("api = ")
                    .withMessageContaining(body == null ? "no idea" : "did not return a JSON object");
        }
        assertThat(made).isEmpty();
    }

    private RequestSample answered(String contentType, String body) throws Exception {
        return answered(options(words, true), contentType, body);
    }

    private static RequestSample answered(RequestOptions options, String contentType, String body) throws Exception {
        try (RawServer server = answeringAndClosing(RawServer.response("200 OK", contentType, body));
                Wire wire = Wire.sending(server, options)) {
            return wire.ask();
        }
    }

    private static RequestOptions options(EndpointApi api, boolean streaming) {
        return new RequestOptions(
                PromptType.OWN,
                Optional.of("m"),
                OptionalInt.of(20),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode().put("extra", 1),
                streaming,
                Optional.of(OwnApi.of(api)));
    }
}
