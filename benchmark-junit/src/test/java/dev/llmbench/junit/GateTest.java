package dev.llmbench.junit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class GateTest {
    private final Gate gate = new Gate();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);

    private CompletableFuture<Boolean> aTestThatStaysInside() throws InterruptedException {
        CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(() -> {
            try {
                return gate.pass(false, () -> {
                    inside.countDown();
                    return mayLeave.await(10, SECONDS);
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(inside.await(10, SECONDS)).isTrue();
        return done;
    }

    @Test
    void aTestThatMayRunBesideOthersPassesAtOnce() throws Exception {
        CompletableFuture<Boolean> other = aTestThatStaysInside();

        assertThat(gate.pass(true, () -> "passed")).isEqualTo("passed");
        assertThat(other).isNotDone();

        mayLeave.countDown();
        assertThat(other.get(10, SECONDS)).isTrue();
    }

    @Test
    void aTestThatWaitsCanBeInterrupted() throws Exception {
        CompletableFuture<Boolean> other = aTestThatStaysInside();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.pass(false, () -> "passed")).isInstanceOf(InterruptedException.class);

        mayLeave.countDown();
        assertThat(other.get(10, SECONDS)).isTrue();
    }

    @Test
    void aTestThatFailsInsideLetsTheNextOneIn() throws InterruptedException {
        assertThatThrownBy(() -> gate.pass(false, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(gate.pass(false, () -> "passed")).isEqualTo("passed");
    }

    @Tag("fixture")
    @Execution(ExecutionMode.CONCURRENT)
    static class SideBySide {
        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "200ms"),
                thinkTime = "10ms",
                headers = "X-Test: one",
                acceptInvalid = true)
        void one() {}

        @LlmLoadTest(
                endpoint = "${llm.url}",
                dataset = "classpath:junit/chat.jsonl",
                stages = @Stage(target = 1, duration = "200ms"),
                thinkTime = "10ms",
                headers = "X-Test: other",
                acceptInvalid = true)
        void other() {}
    }

    @Test
    void loadTestsThatJUnitRunsInParallelSendOneAfterTheOther() {
        try (LoopbackServer server = new LoopbackServer()) {
            FixtureRun.of(
                    SideBySide.class,
                    Map.of("llm.url", server.url(), "junit.jupiter.execution.parallel.enabled", "true"));

            List<String> turns = new ArrayList<>();
            server.requests().forEach(request -> {
                String test = request.header("X-Test").orElseThrow();
                if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(test)) {
                    turns.add(test);
                }
            });
            assertThat(turns).containsExactlyInAnyOrder("one", "other");
        }
    }
}
