package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.response;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that end well, over real sockets. */
@OnBothTransports
class OpenAiClientTest {

    OpenAiClientTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void aStreamThatEndsInOrderIsOneOkSample() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.error()).isNull();
            assertThat(sample.status()).isEqualTo(200);
            assertThat(sample.finishReason()).isEqualTo("stop");
            assertThat(sample.promptId()).isEqualTo("p1");
            assertThat(sample.gaps().size()).isEqualTo(1);
            wire.ask();
            assertThat(sent.count()).isEqualTo(1);
        }
    }

    @Test
    void theServersUsageCountsTheTokens() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.tokens().prompt()).isEqualTo(7);
            assertThat(sample.tokens().output()).isEqualTo(2);
            assertThat(sample.tokens().source()).isEqualTo(TokenSource.USAGE);
        }
    }

    @Test
    void withoutUsageEventsAreCountedAndThePromptsOwnLengthHolds() throws Exception {
        String body = token("a") + token("b") + token("c") + RawServer.DONE;
        try (RawServer server = RawServer.answering(streamHead() + chunk(body) + LAST_CHUNK);
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.tokens().prompt()).isEqualTo(3);
            assertThat(sample.tokens().output()).isEqualTo(3);
            assertThat(sample.tokens().source()).isEqualTo(TokenSource.CHUNKS);
        }
    }

    @Test
    void theRequestSaysWhatItIs() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            RawServer.Request request = server.requests.get(0);
            assertThat(request.line()).isEqualTo("POST /v1/completions?v=1 HTTP/1.1");
            assertThat(request.headers())
                    .containsEntry("host", "127.0.0.1:" + server.port())
                    .containsEntry("x-request-id", sample.id())
                    .containsEntry("authorization", "Bearer sk-a-key-that-nobody-may-see")
                    .containsEntry("x-team", "performance")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("accept", "text/event-stream")
                    .containsEntry(
                            "content-length", String.valueOf(request.body().getBytes(StandardCharsets.UTF_8).length))
                    .doesNotContainKeys("accept-encoding", "transfer-encoding", "expect", "cookie");
            assertThat(request.body())
                    .isEqualTo("{\"model\":\"a-model\",\"prompt\":\"Once\",\"max_tokens\":5,\"stream\":true,"
                            + "\"stream_options\":{\"include_usage\":true}}");
        }
    }

    @Test
    void anAnswerThatIsNotStreamedHasItsFirstByteForItsFirstMoment() throws Exception {
        String body = "{\"choices\":[{\"message\":{\"content\":\"Once upon\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}";
        try (RawServer server = RawServer.answering(response("200 OK", "application/json; charset=utf-8", body));
                Wire wire = Wire.notStreaming(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.at().firstEvent()).isEqualTo(sample.at().headers());
            assertThat(sample.at().firstToken()).isEqualTo(ABSENT);
            assertThat(sample.ttft()).isEqualTo(sample.waiting()).isNotEqualTo(ABSENT);
            assertThat(sample.tokens().output()).isEqualTo(2);
            assertThat(server.requests.get(0).headers()).containsEntry("accept", "application/json");
        }
    }

    @Test
    void blanksBeforeAnAnswerThatIsNotStreamedAreNoFirstByte() throws Exception {
        String body = "{\"choices\":[{\"message\":{\"content\":\"Once\"},\"finish_reason\":\"stop\"}]}";
        HandClock clock = new HandClock();
        CompletableFuture<Wire.Sent> call = new CompletableFuture<>();
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    Wire.Sent sent = call.get(20, TimeUnit.SECONDS);
                    sent.awaitSent();
                    connection.send(streamHead().replace("text/event-stream", "application/json"));
                    sent.awaitHeaders();
                    for (String piece : List.of(" ", "\r\n", "\n" + body)) {
                        clock.passMillis(10);
                        connection.send(RawServer.chunk(piece));
                        sent.awaitRead(clock.micros());
                    }
                    clock.passMillis(10);
                    connection.send(RawServer.LAST_CHUNK);
                    connection.awaitEnd();
                });
                Wire wire = Wire.notStreaming("http://127.0.0.1:" + server.port() + "/", clock)) {
            call.complete(wire.send());
            RequestSample sample = call.get().sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.at().firstEvent() - sample.at().headers()).isBetween(30_000L, 30_010L);
            assertThat(sample.waiting())
                    .isEqualTo(sample.at().firstEvent() - sample.at().sent());
            assertThat(sample.ttft()).isEqualTo(sample.waiting());
            assertThat(sample.e2e()).isGreaterThan(sample.waiting());
        }
    }

    @Test
    void informationBeforeTheResponseIsNotTheResponse() throws Exception {
        String early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        try (RawServer server = RawServer.answering(early + stream());
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
            assertThat(wire.ask().status()).isEqualTo(200);
        }
    }

    @Test
    void trailersAfterTheLastChunkAreIgnored() throws Exception {
        String body = streamHead() + chunk(token("a") + RawServer.DONE) + "0\r\nX-Took: 3\r\nX-More: yes\r\n\r\n";
        try (RawServer server = RawServer.answering(body);
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyWithoutALengthEndsInOrderWithItsConnection() throws Exception {
        String body = "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + token("a") + RawServer.DONE;
        try (RawServer server = RawServer.answeringAndClosing(body);
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
            assertThat(wire.ask().connect()).isNotEqualTo(ABSENT);
        }
    }

    @Test
    void aMissingContentTypeIsTakenForTheRightOne() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (RawServer server = RawServer.answering(head + chunk(token("a") + RawServer.DONE) + LAST_CHUNK);
                Wire wire = Wire.to(server)) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void anErrorCanBeAnsweredBeforeTheRequestWasSentWhole() throws Exception {
        RawServer.Script refusing = connection -> {
            connection.readHead();
            connection.send(response("413 Payload Too Large", "application/json", "{\"message\":\"too long\"}"));
            connection.endOutput();
            connection.awaitEnd();
        };
        try (RawServer server = RawServer.playing(refusing);
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.send("long ".repeat(4_000_000)).sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.HTTP_4XX);
            assertThat(sample.error()).isEqualTo("HTTP 413: too long");
        }
    }

    @Test
    void aHundredRequestsAtOnceAreAHundredOkSamples() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.to(server)) {
            List<Wire.Sent> sent =
                    IntStream.range(0, 100).mapToObj(i -> wire.send()).toList();
            Set<String> ids = new HashSet<>();
            for (Wire.Sent one : sent) {
                RequestSample sample = one.sample();
                assertThat(sample.outcome()).isEqualTo(Outcome.OK);
                ids.add(sample.id());
            }
            assertThat(ids).hasSize(100);
            assertThat(server.requests.stream().map(request -> request.headers().get("x-request-id")))
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(sent).allMatch(one -> one.count() == 1);
        }
    }
}
