package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.cluster.Message.Here;
import dev.llmbench.cluster.Message.Who;
import dev.llmbench.cluster.RollCall.Present;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RollCallTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void workersSayWhoTheyAre() throws InterruptedException {
        assertThat(answers(call -> {
                    call.received("b-1", here("b", ""));
                    call.received("a-1", here("a", "ChatIT.chat on ci-1"));
                    call.received("a-1", here("a", "ChatIT.chat on ci-1"));
                }))
                .containsExactly(
                        new Present("a", "0.1.0", "f00d", 2, "17", "ChatIT.chat on ci-1"),
                        new Present("b", "0.1.0", "f00d", 2, "17", ""));
    }

    @Test
    void aWorkerThatHasLeftIsNotPresent() throws InterruptedException {
        assertThat(answers(call -> {
                    call.received("a-1", here("a", ""));
                    call.lost("a-1");
                }))
                .isEmpty();
    }

    @Test
    void aWorkerWhoseAnswerCannotBeReadIsOfAnUnknownVersion() throws InterruptedException {
        assertThat(answers(call -> call.received("a-1", "\1{\"kind\":\"new\"}".getBytes(StandardCharsets.UTF_8))))
                .containsExactly(new Present("a-1", "unknown", "unknown", 0, "unknown", ""));
    }

    @Test
    void whatOtherMembersSayIsIgnored() throws InterruptedException {
        assertThat(answers(call -> {
                    call.received("coordinator-1", Message.encode(new Who()));
                    call.received("coordinator-1", new byte[] {Message.ROWS, 1});
                    call.received("coordinator-1", new byte[0]);
                }))
                .isEmpty();
    }

    private static byte[] here(String host, String busy) {
        return Message.encode(new Here("f00d", "0.1.0", host, 2, "17", busy, "nonce"));
    }

    private static Iterable<Present> answers(Consumer<RollCall> members) throws InterruptedException {
        RollCall call = new RollCall();
        return call.take(new Answering(() -> members.accept(call)), SHORT);
    }

    /** Members that answer at once. */
    private record Answering(Runnable members) implements Group {
        @Override
        public void tell(String member, byte[] message) {}

        @Override
        public void tellAll(byte[] message) {
            members.run();
        }

        @Override
        public void close() {}
    }
}
