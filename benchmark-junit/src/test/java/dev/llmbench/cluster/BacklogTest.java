package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void messagesComeOutInOrderWhetherTheyWaitedInMemoryOrInTheFile() throws Exception {
        Random random = new Random(1);
        List<byte[]> added = new ArrayList<>();
        List<byte[]> taken = new ArrayList<>();
        try (Backlog backlog = new Backlog(50, 1 << 20)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] message = new byte[random.nextInt(30)];
                random.nextBytes(message);
                assertThat(backlog.add(message)).isTrue();
                added.add(message);
                while (taken.size() < added.size() && random.nextInt(3) == 0) {
                    taken.add(backlog.take());
                }
            }
            byte[] last = {7};
            backlog.end(last);
            added.add(last);
            for (byte[] message = backlog.take(); message != null; message = backlog.take()) {
                taken.add(message);
            }
            assertThat(backlog.bytes()).isZero();
        }

        assertThat(taken.toArray(byte[][]::new)).isDeepEqualTo(added.toArray(byte[][]::new));
    }

    @Test
    void aFullBacklogRefusesButTakesTheLastMessage() throws Exception {
        try (Backlog backlog = new Backlog(10, 20)) {
            assertThat(backlog.add(new byte[10])).isTrue();
            assertThat(backlog.add(new byte[15])).isTrue();
            assertThat(backlog.add(new byte[15])).isFalse();
            backlog.end(new byte[100]);

            assertThat(backlog.take()).hasSize(10);
            assertThat(backlog.take()).hasSize(15);
            assertThat(backlog.take()).hasSize(100);
            assertThat(backlog.take()).isNull();
        }
    }
}
