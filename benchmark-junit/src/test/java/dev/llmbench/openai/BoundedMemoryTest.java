package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.DONE;
import static dev.llmbench.openai.RawServer.event;
import static dev.llmbench.openai.RawServer.response;
import static dev.llmbench.openai.RawServer.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import dev.llmbench.LoadTest;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with little memory puts a load on a server that sends without end whatever can be sent. */
class BoundedMemoryTest {
    private static final int USERS = 2;
    private static final int HOSTILE = 26;
    private static final int TALKATIVE = 24;
    private static final int REFUSED = 600;
    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
    private static final String MEGABYTE = "x".repeat(1 << 20);

    @TempDir
    Path scratch;

    private final AtomicInteger requests = new AtomicInteger();

    /** The load, on the port that the first argument names, with files in the directory of the second. */
    static final class Load {
        public static void main(String[] args) throws InterruptedException {
            LoadResult result = LoadTest.builder()
                    .endpoint("http://127.0.0.1:" + args[0] + "/v1/completions")
                    .dataset("datasets/llama4/prompts_full_50_100.jsonl")
                    .outputDirectory(Path.of(args[1]))
                    .probe(false)
                    .startUsers(USERS)
                    .stage(USERS, Duration.ofHours(1))
                    .maxRequests(HOSTILE + TALKATIVE + REFUSED)
                    .requestTimeout(Duration.ofSeconds(1))
                    .errorPause(Duration.ZERO)
                    .k6Csv(true)
                    .hlog(true)
                    .acceptInvalid(true)
                    .quiet(true)
                    .build()
                    .run();
            for (Outcome outcome : Outcome.values()) {
                System.out.println(outcome + " " + result.run().count(outcome));
            }
        }
    }

    @Test
    void memoryAndFilesAreBoundedWhateverTheServerSends() throws Exception {
        List<String> said;
        try (RawServer server = RawServer.playing(this::answer);
                ChildJvm load = ChildJvm.start(
                        Load.class, List.of("-Xmx64m"), List.of(Integer.toString(server.port()), scratch.toString()))) {
            said = load.ended();
            assertThat(load.status()).as(String.join("\n", said)).isZero();
        }

        assertThat(said).noneMatch(line -> line.contains("OutOfMemoryError"));
        assertThat(count(said, "")).as("%s", said).isEqualTo(HOSTILE + TALKATIVE + REFUSED);
        assertThat(count(said, "HTTP_5XX")).isGreaterThanOrEqualTo(REFUSED);
        assertThat(count(said, "MALFORMED")).as("%s", said).isPositive();
        assertThat(count(said, "OK")).as("%s", said).isPositive();
        assertThat(Files.readAllLines(scratch.resolve("requests.csv")))
                .hasSize(1 + HOSTILE + TALKATIVE + REFUSED)
                .allSatisfy(row -> assertThat(row).hasSizeLessThan(1_000));
        for (String name : List.of("run.json", "summary.json", "summary.md", "report.html")) {
            assertThat(Files.size(scratch.resolve(name))).as(name).isBetween(1L, 1L << 20);
        }
    }

    private static long count(List<String> said, String outcome) {
        return said.stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 2 && words[0].startsWith(outcome))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    private void answer(RawServer.Connection connection) throws Exception {
        while (connection.readRequest()) {
            int number = requests.getAndIncrement();
            if (number >= HOSTILE && number < HOSTILE + TALKATIVE) {
                // Some of them are the slowest, which are kept.
                connection.send(
                        stream("{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"" + MEGABYTE.repeat(3) + "\"}]}"));
                return;
            }
            if (number >= HOSTILE) {
                // Each says something else.
                connection.send(response("500 Oh", "text/plain", number + MEGABYTE.substring(0, 8_000)));
                continue;
            }
            switch (number % 13) {
                case 0 -> endless(connection, "HTTP/1.1 200 OK\r\nX-More: ", MEGABYTE);
                case 1 -> endless(connection, "HTTP/1.1 200 OK\r\n", "X-More: and more\r\n".repeat(1_000));
                case 2 -> endless(connection, EVENTS + "\r\ndata: ", MEGABYTE);
                case 3 ->
                    endless(connection, EVENTS + "\r\n", ("data: " + MEGABYTE.substring(0, 1_000) + "\n").repeat(100));
                case 4 -> endless(connection, EVENTS + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n:\r\n");
                case 5 -> endless(connection, EVENTS + "\r\n", token("a").repeat(1_000));
                case 6 -> endless(connection, "HTTP/1.1 401 No\r\n\r\n", MEGABYTE);
                case 7 -> connection.send(stream("{\"model\":\"" + MEGABYTE + "\",\"choices\":[{\"text\":\"a\"}]}"));
                case 8 ->
                    connection.send(stream("{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"" + MEGABYTE + "\"}]}"));
                case 9 ->
                    connection.send(stream("{\"usage\":{\"completion_tokens\":" + "9".repeat(900)
                            + "},\"choices\":[{\"text\":\"a\"}]}"));
                case 10 -> connection.send(stream("{\"a\":" + "[".repeat(1 << 20)));
                case 11 -> connection.send(stream("{\"error\":{\"message\":\"" + MEGABYTE + "\"}}"));
                default -> connection.send(stream("{\"choices\":[{\"text\":\"" + MEGABYTE + "\"}]}"));
            }
            return;
        }
    }

    private static String stream(String data) {
        return EVENTS + "\r\n" + event(data) + DONE;
    }

    /** The client ends it. */
    private static void endless(RawServer.Connection connection, String begin, String more) throws IOException {
        connection.send(begin);
        while (true) {
            connection.send(more);
        }
    }
}
