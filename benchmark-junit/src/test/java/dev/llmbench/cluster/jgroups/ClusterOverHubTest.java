package dev.llmbench.cluster.jgroups;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.cluster.Worker;
import dev.llmbench.cluster.WorkerLimits;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load tests whose workers are members of a hub, over TLS. */
class ClusterOverHubTest {
    private static final ClusterKey KEY = Keys.KEY;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Simulator simulator;
    private Hub hub;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.builder()
                .ttft(ofMillis(20))
                .tpot(ofMillis(2))
                .outputTokens(10)
                .start();
        hub = Hub.start(0, Optional.of(KEY));
        Files.writeString(directory.resolve("prompts.jsonl"), "{\"prompt\": \"Once\", \"max_tokens\": 10}\n");
        for (int i = 1; i <= 2; i++) {
            Worker worker = new Worker(WorkerLimits.NONE, line -> {});
            JGroupsGroup group = JGroupsGroup.join("127.0.0.1", hub.port(), Optional.of(KEY), "worker-" + i, worker);
            worker.serve(group);
            open.add(group);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        hub.close();
        simulator.close();
    }

    private LoadTestBuilder load(Duration length, ClusterKey key) {
        return LoadTest.builder()
                .endpoint(simulator.url() + "/v1/completions")
                .projectDirectory(directory)
                .dataset("prompts.jsonl")
                .startUsers(4)
                .stage(4, length)
                .outputDirectory(directory.resolve("out"))
                .historyRecord("never")
                .quiet(true)
                .environment(Map.of(ClusterKey.VARIABLE, key.base64()))
                .cluster("127.0.0.1:" + hub.port())
                .clusterWorkers(2);
    }

    @Test
    void aHubThatIsRestartedLosesNothing() throws Exception {
        int port = hub.port();
        CompletableFuture<LoadResult> run = CompletableFuture.supplyAsync(() -> {
            try {
                return load(ofSeconds(6), KEY).build().run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (simulator.counts().received() < 40 && !run.isDone()) {
            Thread.onSpinWait();
        }
        hub.close();
        hub = Hub.start(port, Optional.of(KEY));
        LoadResult result = run.get();

        assertThat(result.facts().workers()).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.end()).isEmpty();
            assertThat(worker.rowless()).isZero();
        });
        assertThat(simulator.counts().received())
                .isEqualTo(result.run().requests() + result.run().interrupted() + 2);
    }

    @Test
    void anotherKeyCanStartNothing() throws Exception {
        LoadTest test = load(ofSeconds(1), Keys.OTHER).build();

        assertThatThrownBy(test::run)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llmbench.cluster = 127.0.0.1:" + hub.port())
                .hasMessageContaining(ClusterKey.VARIABLE)
                .hasMessageNotContaining(Keys.OTHER.base64());
        assertThat(simulator.counts().received()).isZero();
    }
}
