package dev.llmbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials of a proxy that sends back whatever it was sent. */
class ProxySecretsTest {
    private static final String PASSWORD = "proxy-pass-word-0042";
    private static final String ENCODED = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(UTF_8));

    @TempDir
    Path output;

    private LoadTestBuilder described(int port) {
        return LoadTest.builder()
                .endpoint("http://llm.example/v1/completions")
                .dataset("datasets/llama4/prompts_full_50_100.jsonl")
                .proxy("http://user:" + PASSWORD + "@127.0.0.1:" + port)
                .stage(1, Duration.ofMillis(200))
                .acceptInvalid(true)
                .outputDirectory(output);
    }

    private static HttpServer echoing(AtomicInteger seen, int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String sent = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (("Basic " + ENCODED).equals(sent)) {
                seen.incrementAndGet();
            }
            byte[] body = (sent + " " + PASSWORD).getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void areInNoFile() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        HttpServer proxy = echoing(seen, 500);
        try {
            LoadResult result = described(proxy.getAddress().getPort()).build().run();
            assertThat(seen).hasPositiveValue();
            assertThat(result.run().errors()).isPositive();
            assertThat(result.plan().toString()).doesNotContain(PASSWORD, ENCODED);
        } finally {
            proxy.stop(0);
        }
        try (Stream<Path> files = Files.walk(output)) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertThat(written).isNotEmpty();
            for (Path file : written) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(PASSWORD, ENCODED);
            }
            assertThat(Files.readString(written.stream()
                            .filter(file -> file.endsWith("run.json"))
                            .findFirst()
                            .orElseThrow()))
                    .contains("\"transport\"", "Apache HttpClient", "http://127.0.0.1:");
        }
    }

    @Test
    void areInNoMessage() throws Exception {
        HttpServer proxy = echoing(new AtomicInteger(), 407);
        try {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() ->
                            described(proxy.getAddress().getPort()).build().run())
                    .withMessageContainingAll("407", "proxy")
                    .satisfies(thrown ->
                            assertThat(String.valueOf(thrown.getMessage())).doesNotContain(PASSWORD, ENCODED));
        } finally {
            proxy.stop(0);
        }
    }
}
