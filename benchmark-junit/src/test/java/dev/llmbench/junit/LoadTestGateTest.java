package dev.llmbench.junit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class LoadTestGateTest {
    @TempDir
    Path root;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private LoadTestGate gate = new LoadTestGate(Path.of("nowhere"), messages::add);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);

    @BeforeEach
    void shareAFile() {
        gate = gate();
    }

    private LoadTestGate gate() {
        return new LoadTestGate(root.resolve("lock"), messages::add);
    }

    private CompletableFuture<Boolean> aTestThatStaysInside() throws InterruptedException {
        CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(() -> {
            try {
                return gate.pass(false, "A.load", () -> {
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

        assertThat(gate.pass(true, "B.load", () -> "passed")).isEqualTo("passed");
        assertThat(other).isNotDone();

        mayLeave.countDown();
        assertThat(other.get(10, SECONDS)).isTrue();
    }

    @Test
    void aTestThatWaitsCanBeInterrupted() throws Exception {
        CompletableFuture<Boolean> other = aTestThatStaysInside();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.pass(false, "A.load", () -> "passed")).isInstanceOf(InterruptedException.class);

        mayLeave.countDown();
        assertThat(other.get(10, SECONDS)).isTrue();
    }

    @Test
    void aTestOfAnotherClassLoaderOfThisJvmIsWaitedFor() throws Exception {
        CompletableFuture<Boolean> other = aTestThatStaysInside();

        // It has locks of its own on the same file.
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return new LoadTestGate(root.resolve("lock"), text -> {
                            messages.add(text);
                            mayLeave.countDown();
                        })
                        .pass(false, "B.load", other::isDone);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(other.get(10, SECONDS)).isTrue();
        assertThat(waiting.get(10, SECONDS)).isNotNull();
        assertThat(messages).singleElement().asString().startsWith("Load test B.load waits for A.load (process ");
    }

    @Test
    void aFileThatIsALinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "of someone else");
        Files.createSymbolicLink(root.resolve("lock"), elsewhere);

        assertThat(gate.pass(false, "A.load", () -> "passed")).isEqualTo("passed");
        assertThat(elsewhere).hasContent("of someone else");
    }

    @Test
    void aTestThatFailsInsideLetsTheNextOneIn() throws InterruptedException {
        assertThatThrownBy(() -> gate.pass(false, "A.load", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(gate.pass(false, "A.load", () -> "passed")).isEqualTo("passed");
    }

    /** Stays behind the gate in a JVM of its own until its input ends. */
    static final class OtherJvm {
        public static void main(String[] args) throws InterruptedException {
            Path root = Path.of(args[0]);
            new LoadTestGate(root.resolve("lock"), text -> {}).pass(false, "Other.load", () -> {
                System.out.println("inside");
                try {
                    while (System.in.read() >= 0) {
                        // Nobody says anything.
                    }
                    return Files.createFile(root.resolve("left"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void aTestOfAnotherJvmOfTheBuildIsWaitedFor() throws Exception {
        try (ChildJvm other = ChildJvm.start(OtherJvm.class, List.of(), List.of(root.toString()))) {
            other.awaitLine("inside");
            CountDownLatch said = new CountDownLatch(1);
            LoadTestGate ofThisJvm = new LoadTestGate(root.resolve("lock"), text -> {
                messages.add(text);
                said.countDown();
            });
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return ofThisJvm.pass(false, "A.load", () -> Files.exists(root.resolve("left")));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(said.await(20, SECONDS)).isTrue();
            other.endInput();

            assertThat(waiting.get(20, SECONDS))
                    .as("whether the other JVM had left by then")
                    .isTrue();
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .startsWith("Load test A.load waits for Other.load (process ")
                    .contains(", in " + Path.of("").toAbsolutePath());
        }
    }

    @Test
    void whereThereCanBeNoLockNobodyWaits() throws Exception {
        gate = new LoadTestGate(root.resolve("nowhere").resolve("lock"), messages::add);

        assertThat(gate.pass(false, "A.load", () -> "passed")).isEqualTo("passed");
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
                    Map.of(
                            "llm.url",
                            server.url(),
                            "llmbench.parallel",
                            "false",
                            "junit.jupiter.execution.parallel.enabled",
                            "true"));

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
