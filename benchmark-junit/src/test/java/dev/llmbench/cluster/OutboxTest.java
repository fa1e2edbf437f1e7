package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.RequestSample;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {
    private final RandomSamples random = new RandomSamples(1);
    private final List<byte[]> sent = new ArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    private void send(byte[] message) {
        try {
            open.await();
            sent.add(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<RequestSample> samples(int number) {
        return IntStream.range(0, number).mapToObj(i -> random.next()).toList();
    }

    private List<RequestSample> rows() {
        return sent.stream()
                .filter(message -> message[0] == Message.ROWS)
                .flatMap(message -> SampleReader.read(
                        ByteBuffer.wrap(message, 1, message.length - 1), RandomSamples.TEST, RandomSamples.WORKER)
                        .stream())
                .toList();
    }

    private static Message.End end(long rows) {
        return new Message.End(RunFacts.builder(Instant.EPOCH, Duration.ZERO).build(), rows, "", "");
    }

    private Message.End last() {
        return (Message.End) Message.decode(sent.get(sent.size() - 1));
    }

    @Test
    void aCoordinatorThatIsSlowGetsAllRowsInOrderAndNobodyWaits() throws Exception {
        List<RequestSample> samples = samples(3_000);
        Backlog backlog = new Backlog(100_000, 1 << 30);
        try (Outbox outbox = new Outbox(this::send, backlog)) {
            samples.forEach(outbox::accept);
            // More messages wait than fit in memory, so the rest is in the file.
            while (backlog.bytes() < 200_000) {
                Thread.onSpinWait();
            }
            open.countDown();
            outbox.finish(OutboxTest::end);
        }

        assertThat(rows()).isEqualTo(samples);
        assertThat(last().sent()).isEqualTo(3_000);
    }

    @Test
    void rowsThatFindNoRoomAreCountedAsSent() throws Exception {
        open.countDown();
        try (Outbox outbox = new Outbox(this::send, new Backlog(10, 10))) {
            samples(3_000).forEach(outbox::accept);
            outbox.finish(OutboxTest::end);
        }

        assertThat(rows()).isEmpty();
        assertThat(last().sent()).isEqualTo(3_000);
    }

    @Test
    void aClosedOutboxDiscardsWhatWaits() throws Exception {
        Backlog backlog = new Backlog(1_000, 1 << 20);
        try (Outbox outbox = new Outbox(this::send, backlog)) {
            samples(100).forEach(outbox::accept);
        }
        open.countDown();

        assertThat(backlog.add(new byte[1])).isFalse();
        assertThat(backlog.take()).isNull();
    }
}
