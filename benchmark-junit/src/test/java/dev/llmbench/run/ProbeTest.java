package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one request before the load: what it refuses, what it leaves to the load, and that it is in no figure. */
class ProbeTest {
    private static final String KEY = "sk-a-key-that-nobody-may-see";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "401, LLMBENCH_API_KEY",
        "403, LLMBENCH_API_KEY",
        "404, /v1/completions",
        "405, does not accept POST",
    })
    void aStatusThatEveryRequestWouldMeetEndsTheTestAtOnceWithAHint(int status, String hint) {
        try (Simulator simulator = simulator()) {
            assertRefused(described(endpoint(simulator, status)))
                    .hasMessageContainingAll(simulator.url(), "HTTP " + status, hint, "nothing was measured");
            assertThat(simulator.counts().received()).isEqualTo(1);
            assertThat(directory).isDirectoryNotContaining("glob:**.csv");
        }
    }

    @Test
    void aKeyThatIsRefusedIsNotShown() {
        try (Simulator simulator = simulator()) {
            assertRefused(described(endpoint(simulator, 401) + "&api_key=" + KEY)
                            .apiKey(KEY))
                    .hasMessageContaining("A key was sent")
                    .hasMessageNotContaining(KEY);
        }
    }

    @Test
    void aModelThatTheServerDoesNotHaveIsNamed() {
        try (Simulator simulator = simulator()) {
            assertRefused(described(endpoint(simulator, 404)).model("llama-9"))
                    .hasMessageContaining("does the server have a model named \"llama-9\"");
        }
    }

    @Test
    void aRefusedConnectionEndsTheTestAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertRefused(described("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .hasMessageContainingAll("127.0.0.1:" + port, "(connect)", "Is the server up");
    }

    @Test
    void anUnknownHostEndsTheTestAtOnce() {
        // A label of more than 63 letters is refused before any name server is asked.
        assertRefused(described("http://" + "x".repeat(64) + ".invalid/v1/chat/completions"))
                .hasMessageContainingAll("(connect)", "cannot be resolved", "are host and port right");
    }

    @Test
    void aServerThatSpeaksNoTlsEndsTheTestAtOnce() {
        try (Simulator simulator = simulator()) {
            assertRefused(described("https://127.0.0.1:" + simulator.port() + "/v1/chat/completions"))
                    .hasMessageContainingAll("(tls)", "speak TLS", "trust = ");
        }
    }

    @Test
    void aServerThatSpeaksNoHttp2EndsTheTestAtOnce() {
        try (Simulator simulator = simulator()) {
            assertRefused(described(simulator.url()).httpVersion(HttpVersion.HTTP_2))
                    .hasMessageContainingAll("does not support HTTP/2", "leave httpVersion out");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void otherErrorsAreTheLoadsToMeasure(int status) throws InterruptedException {
        try (Simulator simulator = simulator()) {
            LoadResult result = described(endpoint(simulator, status)).build().run();

            assertThat(result.run().errors()).isEqualTo(4);
            assertThat(simulator.counts().received()).isEqualTo(5);
        }
    }

    @Test
    void theProbeIsInNoFigureAndInNoFile() throws InterruptedException {
        try (Simulator simulator = simulator()) {
            LoadResult result = described(simulator.url())
                    .warmUp(Duration.ofMillis(1))
                    .build()
                    .run();

            assertThat(simulator.log())
                    .filteredOn(served -> served.id().startsWith("probe-"))
                    .hasSize(1);
            assertThat(directory.resolve("requests.csv")).content().doesNotContain("probe-");
            assertThat(result.run().requests()).isEqualTo(4);
        }
    }

    @Test
    void withoutAProbeTheLoadStartsWhateverTheEndpointAnswers() throws InterruptedException {
        try (Simulator simulator = simulator()) {
            LoadResult result =
                    described(endpoint(simulator, 401)).probe(false).build().run();

            assertThat(result.run().errors()).isEqualTo(4);
            assertThat(simulator.counts().received()).isEqualTo(4);
        }
    }

    private static String endpoint(Simulator simulator, int status) {
        return simulator.url() + "/v1/chat/completions?err=" + status;
    }

    private static Simulator simulator() {
        return Simulator.builder()
                .ttft(Duration.ofMillis(1))
                .tpot(Duration.ofMillis(1))
                .outputTokens(2)
                .start();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(LoadTestBuilder described) {
        LoadTest test = described.build();
        return assertThatThrownBy(test::run).isInstanceOf(ConfigurationException.class);
    }

    private LoadTestBuilder described(String endpoint) {
        return LoadTest.builder()
                .name("ProbeTest")
                .endpoint(endpoint)
                .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                .startUsers(1)
                .stage(1, Duration.ofMinutes(1))
                .maxRequests(4)
                .errorPause(Duration.ZERO)
                .outputDirectory(directory)
                .quiet(true);
    }
}
