package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.event;
import static dev.llmbench.openai.RawServer.response;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs in which one connection goes wrong: its request ends by its kind, and those of the others end well. */
class HostileEndpointTest {
    private static final int REQUESTS = 12;
    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    @TempDir
    private Path directory;

    /** What a server does with its first request, and what that comes to. */
    record Hostile(String name, RawServer.Script script, Outcome outcome, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> theHostile() throws IOException {
        return Stream.of(
                resetAfter("", "before the head"),
                resetAfter("HTTP/1.1 200 OK\r\nContent-Ty", "mid-head"),
                resetAfter(streamHead() + chunk(token("a")) + "ff\r\ndata: {", "mid-chunk"),
                resetAfter(EVENTS + "\r\n" + token("a") + "data: {\"choi", "mid-event"),
                answering(
                        "an HTML page", response("200 OK", "text/html", "<h1>Oh</h1>"), Outcome.MALFORMED, "text/html"),
                answering("a redirect", response("302 Found", "text/html", ""), Outcome.HTTP_3XX, "HTTP 302"),
                answering(
                        "a bad gateway", response("502 Bad", "text/html", "<h1>Oh</h1>"), Outcome.HTTP_5XX, "502: Oh"),
                answering(
                        "an error inside",
                        streamHead() + chunk(event("{\"error\":{\"message\":\"broken\"}}")) + LAST_CHUNK,
                        Outcome.IN_BAND,
                        "broken"),
                answering("bytes that are not UTF-8", notUtf8(), Outcome.MALFORMED, "event 1 is not a JSON object"),
                answering(
                        "gzip",
                        zipped("200 OK"),
                        Outcome.MALFORMED,
                        "content encoding gzip, although none was requested"),
                answering("an error in gzip", zipped("500 Oh"), Outcome.HTTP_5XX, "HTTP 500"),
                endless(
                        "an endless head",
                        EVENTS,
                        "X-More: and more\r\n",
                        Outcome.MALFORMED,
                        "head of the response is longer than"),
                endless(
                        "an endless header",
                        EVENTS + "X-More: ",
                        "more",
                        Outcome.MALFORMED,
                        "head of the response is longer than"),
                endless(
                        "an event without end",
                        EVENTS + "\r\ndata: ",
                        "x",
                        Outcome.MALFORMED,
                        "an event is larger than"),
                endless(
                        "data lines without end",
                        EVENTS + "\r\n",
                        "data: x\n",
                        Outcome.MALFORMED,
                        "an event is larger"),
                endless("a refusal without end", "HTTP/1.1 500 Oh\r\n\r\n", "no", Outcome.HTTP_5XX, "HTTP 500: no"),
                endless(
                        "a wrong type without end",
                        "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n\r\n",
                        "x",
                        Outcome.MALFORMED,
                        "a/b"));
    }

    private static Hostile resetAfter(String begun, String where) {
        return new Hostile(
                "a reset " + where,
                connection -> {
                    connection.readRequest();
                    connection.send(begun);
                    connection.reset();
                },
                Outcome.RESET,
                "");
    }

    private static Hostile answering(String name, String response, Outcome outcome, String error) {
        return answering(name, response.getBytes(StandardCharsets.UTF_8), outcome, error);
    }

    /** Answers the first request so, and those that follow on the same connection well. */
    private static Hostile answering(String name, byte[] response, Outcome outcome, String error) {
        return new Hostile(
                name,
                connection -> {
                    connection.readRequest();
                    connection.send(response);
                    while (connection.readRequest()) {
                        connection.send(stream());
                    }
                },
                outcome,
                error);
    }

    /** Sends until the client ends the connection. */
    private static Hostile endless(String name, String begin, String more, Outcome outcome, String error) {
        byte[] piece = more.repeat(64 * 1024 / more.length()).getBytes(StandardCharsets.UTF_8);
        return new Hostile(
                name,
                connection -> {
                    connection.readRequest();
                    connection.send(begin);
                    while (true) {
                        connection.send(piece);
                    }
                },
                outcome,
                error);
    }

    private static byte[] notUtf8() {
        String body = token("\u00e9") + RawServer.DONE;
        return (EVENTS + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zipped(String status) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write((token("a") + RawServer.DONE).getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(("HTTP/1.1 " + status + "\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: " + body.size() + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        response.writeBytes(body.toByteArray());
        return response.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("theHostile")
    void oneRequestEndsByItsKindAndTheOthersEndWell(Hostile hostile) throws Exception {
        // Only a client that takes for endless what is endless ends it before this.
        RequestSample wrong =
                theOneThatGoesWrong(hostile.script(), described -> described.requestTimeout(Duration.ofMinutes(5)));

        assertThat(wrong.outcome()).as(wrong.error()).isEqualTo(hostile.outcome());
        assertThat(wrong.error()).contains(hostile.error());
    }

    /** Up to where a server that then stalls answers. */
    static Stream<String> theBegun() {
        return Stream.of(
                "",
                "HTTP/1.1 200 OK\r\nContent-Ty",
                streamHead() + chunk(token("a")) + "ff\r\ndata: {",
                EVENTS + "\r\n" + token("a") + "data: {\"choi",
                EVENTS + "\r\n" + token("a"));
    }

    @ParameterizedTest
    @MethodSource("theBegun")
    void aStallAnywhereEndsByTheIdleTimeout(String begun) throws Exception {
        RequestSample stalled =
                theOneThatGoesWrong(stallingAfter(begun), described -> described.idleTimeout(Duration.ofMillis(400)));

        assertThat(stalled.outcome()).as(stalled.error()).isEqualTo(Outcome.TIMEOUT);
        assertThat(stalled.error()).startsWith("idle: ").contains("400ms");
        assertThat(stalled.e2e()).isGreaterThanOrEqualTo(400_000);
    }

    @ParameterizedTest
    @MethodSource("theBegun")
    void aStallAnywhereEndsByTheRequestTimeout(String begun) throws Exception {
        RequestSample stalled = theOneThatGoesWrong(
                stallingAfter(begun), described -> described.requestTimeout(Duration.ofMillis(400)));

        assertThat(stalled.outcome()).as(stalled.error()).isEqualTo(Outcome.TIMEOUT);
        assertThat(stalled.error()).startsWith("no complete response within 400ms");
        assertThat(stalled.at().end() - stalled.at().dispatched()).isGreaterThanOrEqualTo(400_000);
    }

    private static RawServer.Script stallingAfter(String begun) {
        return connection -> {
            connection.readRequest();
            connection.send(begun);
            connection.awaitEnd();
        };
    }

    @Test
    void aStreamWithoutEndEndsByTheRequestTimeoutAndIsNeverIdle() throws Exception {
        RequestSample endless = theOneThatGoesWrong(
                connection -> {
                    connection.readRequest();
                    connection.send(EVENTS + "\r\n");
                    while (true) {
                        connection.send(token("a"));
                    }
                },
                described -> described.requestTimeout(Duration.ofSeconds(2)).idleTimeout(Duration.ofSeconds(1)));

        assertThat(endless.outcome()).as(endless.error()).isEqualTo(Outcome.TIMEOUT);
        assertThat(endless.error()).startsWith("no complete response within 2s");
        assertThat(endless.tokens().chunks()).isPositive();
    }

    @Test
    void aServerOfHttp10ThatClosesEachConnectionIsReadAsAnyOther() throws Exception {
        RawServer.Script old = connection -> {
            connection.readRequest();
            connection.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + token("a") + RawServer.DONE);
        };
        try (RawServer server = RawServer.playing(old)) {
            assertThat(run(server, described -> described))
                    .hasSize(REQUESTS)
                    .allMatch(sample -> sample.outcome() == Outcome.OK);
            assertThat(server.connections()).isEqualTo(REQUESTS);
        }
    }

    /** A change to the description of the run. */
    private interface Asking {
        LoadTestBuilder of(LoadTestBuilder described);
    }

    private RequestSample theOneThatGoesWrong(RawServer.Script script, Asking asking) throws Exception {
        RawServer.Script good = connection -> {
            while (connection.readRequest()) {
                connection.send(stream());
            }
        };
        try (RawServer server = RawServer.playing(script, good)) {
            List<RequestSample> samples = run(server, asking);
            assertThat(samples).hasSize(REQUESTS);
            assertThat(samples.stream().map(RequestSample::id)).doesNotHaveDuplicates();
            List<RequestSample> wrong = samples.stream()
                    .filter(sample -> sample.outcome() != Outcome.OK)
                    .toList();
            assertThat(wrong).hasSize(1);
            return wrong.get(0);
        }
    }

    private List<RequestSample> run(RawServer server, Asking asking) throws Exception {
        LoadTestBuilder described = LoadTest.builder()
                .name("HostileEndpointTest")
                .endpoint("http://127.0.0.1:" + server.port() + "/v1/completions")
                .dataset("datasets/llama4/prompts_full_50_100.jsonl")
                .probe(false)
                .startUsers(3)
                .stage(3, Duration.ofMinutes(2))
                .maxRequests(REQUESTS)
                .outputDirectory(directory)
                .quiet(true);
        asking.of(described).build().run();
        List<RequestSample> samples = new ArrayList<>();
        assertThat(RequestsCsv.reader(directory.resolve(RequestsCsv.FILE_NAME)).replay(samples::add))
                .isTrue();
        return samples;
    }
}
