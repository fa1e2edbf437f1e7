package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.sample.Outcome;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away in the middle of a run and comes back. */
class ServerRestartTest {
    private static final Duration LENGTH = Duration.ofMinutes(1);

    /** Of 30 ms at the least each, by two users: they take more than two seconds. */
    private static final int ANSWERS = 150;

    /** A whole slot of the timeline lies well within, wherever that begins. */
    private static final Duration AWAY = Duration.ofMillis(2_500);

    /** What is scheduled so long before a change is over by then. */
    private static final Duration LATE = Duration.ofMillis(400);

    @TempDir
    private Path directory;

    @Test
    void errorsShowWhileItIsAwayAndNoneOnceItIsBack() throws Exception {
        Simulator first = simulator(0);
        Thread run = new Thread(() -> load(first.url()));
        run.start();
        awaitAnswers(first, run);
        Instant left = Instant.now();
        first.close();
        // Its absence itself is what is tested; nothing waits for it to be over.
        new CountDownLatch(1).await(AWAY.toMillis(), TimeUnit.MILLISECONDS);
        Instant back;
        try (Simulator second = simulator(first.port())) {
            back = Instant.now();
            awaitAnswers(second, run);
            run.interrupt();
            run.join();
        }

        LoadResult result = SavedRun.read(directory).result();
        Duration leftAt = Duration.between(result.facts().startedAt(), left);
        Duration backAt = Duration.between(result.facts().startedAt(), back);
        Measurement before = result.window(Duration.ZERO, secondOf(leftAt.minus(LATE)));
        Measurement without = result.window(secondOf(leftAt).plusSeconds(1), secondOf(backAt.minus(LATE)));
        Measurement again = result.window(secondOf(backAt).plusSeconds(1), LENGTH);
        assertThat(before.errors()).isZero();
        assertThat(before.ok()).isPositive();
        assertThat(without.ok()).isZero();
        assertThat(without.count(Outcome.CONNECT)).isPositive().isEqualTo(without.errors());
        assertThat(again.errors()).isZero();
        assertThat(again.ok()).isPositive();
    }

    private static Duration secondOf(Duration time) {
        return Duration.ofSeconds(time.toSeconds());
    }

    private static Simulator simulator(int port) {
        return Simulator.builder()
                .port(port)
                .ttft(Duration.ofMillis(6))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start();
    }

    private static void awaitAnswers(Simulator simulator, Thread run) {
        while (simulator.log().size() < ANSWERS && run.isAlive()) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void load(String url) {
        try {
            LoadTest.builder()
                    .name("ServerRestartTest")
                    .endpoint(url)
                    .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                    .startUsers(2)
                    .stage(2, LENGTH)
                    .thinkTime(Duration.ofMillis(20))
                    .outputDirectory(directory)
                    .quiet(true)
                    .build()
                    .run();
        } catch (InterruptedException e) {
            // As it is meant to be.
        }
    }
}
