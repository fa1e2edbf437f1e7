package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.answeringAndClosing;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.event;
import static dev.llmbench.openai.RawServer.response;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can go wrong on the wire, and what it is called. */
@OnBothTransports
class OutcomesTest {

    OutcomesTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @Test
    void aRefusedConnectionIsAConnectError() throws Exception {
        int port;
        try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closing.getLocalPort();
        }
        try (Wire wire = Wire.to("http://127.0.0.1:" + port + "/v1/completions")) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(sample.error()).containsIgnoringCase("refused");
            assertThat(sample.at().sent()).isEqualTo(ABSENT);
            assertThat(sample.connect()).isEqualTo(ABSENT);
            assertThat(sample.status()).isZero();
        }
    }

    @Test
    void anUnknownHostIsAConnectError() throws Exception {
        // A label of more than 63 letters is refused before any name server is asked.
        try (Wire wire = Wire.to("http://" + "x".repeat(64) + ".invalid/v1/completions")) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(sample.error()).startsWith("the host name cannot be resolved");
        }
    }

    @Test
    void aResetBeforeTheResponseIsAReset() throws Exception {
        assertReset(connection -> {
            connection.readRequest();
            connection.reset();
        });
    }

    @Test
    void aCloseBeforeTheResponseIsAReset() throws Exception {
        RequestSample sample = assertReset(RawServer.Connection::readRequest);
        assertThat(sample.at().headers()).isEqualTo(ABSENT);
        assertThat(sample.at().sent()).isNotEqualTo(ABSENT);
        assertThat(sample.error()).contains("before the response began");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Ty",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1",
            })
    void aCloseInsideTheHeadIsAReset(String head) throws Exception {
        assertReset(connection -> {
            connection.readRequest();
            connection.send(head);
        });
    }

    @Test
    void aResetInsideAChunkIsAResetThatKeepsItsMoments() throws Exception {
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    connection.send(streamHead() + chunk(token("a")));
                    connection.send("ff\r\ndata: {\"choi");
                    connection.endOutput();
                    connection.awaitEnd();
                });
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.RESET);
            assertThat(sample.error()).contains("inside the response");
            assertThat(sample.at().firstContent()).isNotEqualTo(ABSENT);
            assertThat(sample.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5\r\n", "8\r\ndata: {}", "8\r\ndata: {}\r", "zz"})
    void aCloseWithoutTheLastChunkIsAReset(String more) throws Exception {
        assertReset(connection -> {
            connection.readRequest();
            connection.send(streamHead() + chunk(token("a")) + more);
        });
    }

    @Test
    void aCloseBeforeTheContentLengthIsReachedIsAReset() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n";
        assertReset(connection -> {
            connection.readRequest();
            connection.send(head + token("a"));
        });
    }

    private static RequestSample assertReset(RawServer.Script script) throws Exception {
        try (RawServer server = RawServer.playing(script);
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.RESET);
            assertThat(server.requests).as("nothing is sent twice").hasSize(1);
            assertThat(sent.count()).isEqualTo(1);
            return sample;
        }
    }

    @Test
    void anOrderlyEndWithoutDoneAndFinishReasonIsTruncated() throws Exception {
        RequestSample sample = answeredWith(streamHead() + chunk(token("a") + token("b")) + LAST_CHUNK);
        assertThat(sample.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(sample.error()).contains("after 2 events");
    }

    @Test
    void aStreamWithoutOutputIsEmpty() throws Exception {
        RequestSample sample = answeredWith(streamHead() + chunk(RawServer.DONE) + LAST_CHUNK);
        assertThat(sample.outcome()).isEqualTo(Outcome.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "301 Moved Permanently, HTTP_3XX",
        "400 Bad Request, HTTP_4XX",
        "401 Unauthorized, HTTP_4XX",
        "404 Not Found, HTTP_4XX",
        "429 Too Many Requests, HTTP_429",
        "500 Internal Server Error, HTTP_5XX",
        "503 Service Unavailable, HTTP_5XX"
    })
    void anErrorStatusIsOfItsKindWithTheServersMessage(String status, Outcome outcome) throws Exception {
        String json = "{\"error\":{\"message\":\"so it\\nis\",\"type\":\"t\",\"code\":null}}";
        RequestSample sample = answeredWith(response(status, "application/json", json));
        assertThat(sample.outcome()).isEqualTo(outcome);
        assertThat(sample.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(sample.error()).isEqualTo("HTTP " + status.substring(0, 3) + ": so it is");

        String html = "<html><head><title>Oh no</title><style>p {}</style></head><body><p>It broke</p></body></html>";
        assertThat(answeredWith(response(status, "text/html", html)).error())
                .isEqualTo("HTTP " + status.substring(0, 3) + ": Oh no It broke");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"so it is\"}",
                "{\"message\":\"so it is\",\"code\":3}",
                "{\"detail\":\"so it is\"}",
                "  so it is\r\n"
            })
    void theServersMessageIsFoundWhereverItStands(String body) throws Exception {
        assertThat(answeredWith(response("400 Bad Request", "application/json", body))
                        .error())
                .isEqualTo("HTTP 400: so it is");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (RawServer server = RawServer.answering(
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.HTTP_3XX);
            assertThat(sample.error()).startsWith("HTTP 307 to /elsewhere (redirects are not followed");
            wire.ask();
            assertThat(server.requests).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAcceptedRequestWithoutAnAnswerSaysItsStatus(boolean streaming) throws Exception {
        for (String type : new String[] {"", "Content-Type: application/json\r\n"}) {
            String response = "HTTP/1.1 202 Accepted\r\n" + type + "Content-Length: 0\r\n\r\n";
            try (RawServer server = answeringAndClosing(response);
                    Wire wire = streaming ? Wire.to(server) : Wire.notStreaming(server)) {
                assertThat(wire.ask().error()).contains("HTTP 202").contains("empty body");
            }
        }
    }

    @Test
    void eventsWhereAWholeAnswerIsDueGetTheOtherHint() throws Exception {
        String body = token("a") + RawServer.DONE;
        try (RawServer server = RawServer.answering(response("200 OK", "text/event-stream", body));
                Wire wire = Wire.notStreaming(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
            assertThat(sample.error())
                    .contains("text/event-stream")
                    .contains("application/json")
                    .contains("streaming = true")
                    .doesNotContain("streaming = false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "\"\"", "false"})
    void anErrorThatSaysNothingInJsonIsNone(String nothing) throws Exception {
        String json = "{\"error\":" + nothing + ",\"choices\":[{\"message\":{\"content\":\"a\"}}]}";
        RequestSample sample = answeredWith(response("200 OK", "application/json", json));
        assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).contains("streaming = false");
    }

    @Test
    void anErrorStatusWhoseBodyBreaksOffIsStillOfItsKind() throws Exception {
        RequestSample sample = answeredWith(
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\noverloa");
        assertThat(sample.outcome()).isEqualTo(Outcome.HTTP_5XX);
        assertThat(sample.error()).isEqualTo("HTTP 503: overloa");
    }

    @Test
    void aServerThatRefusesStreamOptionsGetsAHint() throws Exception {
        String json = "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\"}}";
        RequestSample sample = answeredWith(response("400 Bad Request", "application/json", json));
        assertThat(sample.outcome()).isEqualTo(Outcome.HTTP_4XX);
        assertThat(sample.error())
                .contains("requestBody = {\"stream_options\": null}")
                .contains("Unrecognized request argument");
    }

    @Test
    void anErrorThatQuotesTheRequestIsNoRefusalOfStreamOptions() throws Exception {
        String json = "{\"detail\":[{\"loc\":[\"body\",\"max_tokens\"],\"msg\":\"too large\","
                + "\"input\":{\"stream_options\":{\"include_usage\":true}}}]}";
        assertThat(answeredWith(response("422 Unprocessable Entity", "application/json", json))
                        .error())
                .isEqualTo("HTTP 422: body.max_tokens: too large");
    }

    @Test
    void anErrorInJsonWhereAStreamIsDueIsInBand() throws Exception {
        String json = "{\"error\":{\"message\":\"no such model\"}}";
        RequestSample sample = answeredWith(response("200 OK", "application/json", json));
        assertThat(sample.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(sample.error()).contains("no such model");
    }

    @Test
    void anErrorEventIsInBandAlsoWhereTheConnectionBreaksAfterIt() throws Exception {
        RequestSample sample = answeredWith(
                streamHead() + chunk(token("a") + event("{\"error\":{\"message\":\"out of memory\"}}")) + "5\r\n");
        assertThat(sample.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(sample.error()).isEqualTo("out of memory");
    }

    @Test
    void anAnswerThatIsNotStreamedWhereAStreamIsDueGetsAHint() throws Exception {
        String json = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}";
        RequestSample sample = answeredWith(response("200 OK", "application/json", json));
        assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).contains("application/json").contains("streaming = false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 two hundred\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: many\r\n\r\n",
            })
    void whatIsNotHttpIsMalformed(String garbage) throws Exception {
        try (RawServer server = RawServer.playing(connection -> {
                    connection.readRequest();
                    connection.send(garbage);
                    connection.awaitEnd();
                });
                Wire wire = Wire.to(server)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void anEventThatIsNoJsonIsMalformed() throws Exception {
        RequestSample sample = answeredWith(streamHead() + chunk(event("<oh>") + RawServer.DONE) + LAST_CHUNK);
        assertThat(sample.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).startsWith("event 1 is not a JSON object");
    }

    @Test
    void aKeyThatTheServerEchoesIsMasked() throws Exception {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: sk-a-key-that-nobody-may-see.\"}}";
        RequestSample sample = answeredWith(response("401 Unauthorized", "application/json", body));
        assertThat(sample.error()).isEqualTo("HTTP 401: Incorrect API key provided: ***.");
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 270, 275, 280, 285, 290, 295, 300})
    void aKeyIsMaskedAlsoWhereTheMessageIsCut(int before) throws Exception {
        String body = "x".repeat(before) + " sk-a-key-that-nobody-may-see";
        RequestSample sample = answeredWith(response("401 Unauthorized", "text/plain", body));
        assertThat(sample.error()).hasSizeLessThanOrEqualTo(300).doesNotContain("sk-");
    }

    /** Where a server can say something that is no body, and that is quoted because it is wrong. */
    static Stream<String> theHeads() {
        String right = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                        "",
                        "HTTP/1.1 ",
                        right + "Content-Length: ",
                        right,
                        right + "Content-Type: ",
                        right + "Content-Encoding: ")
                .flatMap(before -> IntStream.of(0, 55, 60, 65, 70, 300, 8_170)
                        .mapToObj(padding -> before + "x".repeat(padding) + "sk-a-key-that-nobody-may-see"));
    }

    @ParameterizedTest
    @MethodSource("theHeads")
    void aKeyIsMaskedInWhateverIsQuotedOfAHead(String head) throws Exception {
        RequestSample sample = answeredWith(head + "\r\n\r\n");
        assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).doesNotContain("sk-a-key-tha").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"a\": %s}", "{\"a\": x%s}", "{\"a\": \"b\"} %s", "[\"%s\"]"})
    void aKeyIsMaskedInWhateverIsQuotedOfAnEvent(String template) throws Exception {
        String body = event(template.formatted("sk-a-key-that-nobody-may-see"));
        RequestSample sample = answeredWith(streamHead() + chunk(body + RawServer.DONE) + LAST_CHUNK);
        assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.MALFORMED);
        assertThat(sample.error()).doesNotContain("sk-a-key-tha").startsWith("event 1 is not a JSON object");
    }

    private static RequestSample answeredWith(String response) throws Exception {
        try (RawServer server = answeringAndClosing(response);
                Wire wire = Wire.to(server)) {
            Wire.Sent sent = wire.send();
            RequestSample sample = sent.sample();
            assertThat(sent.count()).isEqualTo(1);
            return sample;
        }
    }
}
