package dev.llmbench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmbench.sample.ChunkGaps;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleBatchTest {
    private static final String TEST = RandomSamples.TEST;

    @Test
    void everySampleIsReadAsItWasAdded() {
        List<RequestSample> samples = new RandomSamples(1).stream().limit(5_000).toList();
        SampleBatch batch = new SampleBatch();

        samples.forEach(batch::add);

        assertThat(read(batch.take())).isEqualTo(samples);
    }

    @Test
    void theRandomSamplesHaveEveryOutcomeAndTheExtremes() {
        List<RequestSample> samples = new RandomSamples(1).stream().limit(5_000).toList();

        assertThat(samples).extracting(RequestSample::outcome).contains(Outcome.values());
        assertThat(samples.stream().flatMap(sample -> gaps(sample.gaps())))
                .contains(0, Integer.MAX_VALUE)
                .doesNotContainNull();
        assertThat(samples).extracting(RequestSample::part).containsNull();
        assertThat(samples).extracting(RequestSample::error).containsNull();
        assertThat(samples).extracting(sample -> sample.at().lastToken()).contains(Moments.ABSENT, Long.MIN_VALUE);
    }

    @Test
    void aTakenBatchLeavesAnEmptyOne() {
        RequestSample sample = new RandomSamples(2).next();
        SampleBatch batch = new SampleBatch();
        batch.add(sample);
        batch.take();

        assertThat(batch.isEmpty()).isTrue();
        assertThat(read(batch.take())).isEmpty();
        batch.add(sample);
        assertThat(read(batch.take())).containsExactly(sample);
    }

    @Test
    void aBatchIsFullAtItsSize() {
        SampleBatch batch = new SampleBatch();
        while (!batch.isFull()) {
            batch.add(usual(1, 200));
        }

        assertThat(batch.take()).hasSizeBetween(SampleBatch.FULL, SampleBatch.FULL + 1_000);
    }

    @Test
    void aSampleTakesFewBytes() {
        assertThat(sizeOfOne(0)).isLessThan(70);
        assertThat(sizeOfOne(200)).isLessThan(70 + 2 * 200);
    }

    private static int sizeOfOne(int gaps) {
        SampleBatch batch = new SampleBatch();
        for (int i = 0; i < 100; i++) {
            batch.add(usual(i, gaps));
        }
        return batch.take().length / 100;
    }

    @Test
    void aBatchMayFollowOtherThingsInAMessage() {
        RequestSample sample = new RandomSamples(3).next();
        SampleBatch batch = new SampleBatch();
        batch.add(sample);
        byte[] bytes = batch.take();
        ByteBuffer message =
                ByteBuffer.allocate(bytes.length + 1).put((byte) 7).put(bytes).flip();

        message.get();

        assertThat(SampleReader.read(message, TEST, RandomSamples.WORKER)).containsExactly(sample);
    }

    @Test
    void aBatchThatIsCutAnywhereIsRejected() {
        byte[] batch = batchOf(4, 20);

        for (int length = 0; length < batch.length; length++) {
            assertRejected(Arrays.copyOf(batch, length));
        }
    }

    @Test
    void aBatchThatIsCutIsRejectedEvenIfItsChecksumIsRight() {
        byte[] batch = batchOf(4, 20);

        for (int length = SampleBatch.HEADER; length < batch.length; length++) {
            assertRejected(withChecksum(Arrays.copyOf(batch, length)));
        }
    }

    @Test
    void aBatchWithAChangedBitIsRejected() {
        byte[] batch = batchOf(5, 3);

        for (int bit = 0; bit < batch.length * Byte.SIZE; bit++) {
            byte[] damaged = batch.clone();
            damaged[bit / Byte.SIZE] = (byte) (damaged[bit / Byte.SIZE] ^ (1 << (bit % Byte.SIZE)));
            assertRejected(damaged);
        }
    }

    @Test
    void aBatchWithMoreBehindItIsRejected() {
        byte[] batch = batchOf(6, 3);

        assertRejected(withChecksum(Arrays.copyOf(batch, batch.length + 1)));
    }

    @Test
    void aBatchOverTheLimitIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(new byte[(1 << 26) + 1]))
                .withMessageContaining("67108865 bytes, but at most 67108864 are allowed");
    }

    @Test
    void aForgedLengthAllocatesNothing() {
        byte[] forged = {0, 0, 0, 0, 0, 0, 0, 1, 0, -1, -1, -1, -1, 7};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(withChecksum(forged)))
                .withMessageContaining("2147483647 where at most 6 is possible");
    }

    @Test
    void garbageIsRejectedOrReadButNeverFailsOtherwise() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            assertRejected(garbage);
            readOrReject(withChecksum(garbage));
        }
    }

    @Test
    void aSampleWithChangedBytesIsRejectedOrReadButNeverFailsOtherwise() {
        Random random = new Random(8);
        byte[] batch = batchOf(8, 10);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = batch.clone();
            for (int j = 0; j <= i % 4; j++) {
                damaged[SampleBatch.HEADER + random.nextInt(batch.length - SampleBatch.HEADER)] =
                        (byte) random.nextInt();
            }
            readOrReject(withChecksum(damaged));
        }
    }

    private static void readOrReject(byte[] batch) {
        try {
            assertThat(read(batch)).doesNotContainNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static void assertRejected(byte[] batch) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(batch)).withMessageContaining("A batch of samples");
    }

    private static byte[] withChecksum(byte[] batch) {
        if (batch.length >= Integer.BYTES) {
            ByteBuffer.wrap(batch).putInt(0, SampleBatch.checksum(batch));
        }
        return batch;
    }

    private static byte[] batchOf(long seed, int samples) {
        SampleBatch batch = new SampleBatch();
        new RandomSamples(seed).stream().limit(samples).forEach(batch::add);
        return batch.take();
    }

    private static List<RequestSample> read(byte[] batch) {
        return SampleReader.read(ByteBuffer.wrap(batch), TEST, RandomSamples.WORKER);
    }

    private static Stream<Integer> gaps(ChunkGaps gaps) {
        Stream.Builder<Integer> all = Stream.builder();
        gaps.forEach(gap -> all.add((int) gap));
        return all.build();
    }

    /** Returns a typical sample: a stream with a token about every 50 ms. */
    private static RequestSample usual(int number, int gaps) {
        Random random = new Random(number);
        ChunkGaps.Collector collector = new ChunkGaps.Collector();
        for (int i = 0; i < gaps; i++) {
            collector.add(50_000 + random.nextInt(4_000), 0);
        }
        ChunkGaps collected = collector.gaps();
        long scheduled = 600_000_000 + number * 1_000L;
        return RequestSample.builder(Moments.scheduledAt(scheduled)
                        .dispatched(scheduled + 60)
                        .sent(scheduled + 200)
                        .headers(scheduled + 180_000)
                        .firstEvent(scheduled + 200_000)
                        .firstContent(scheduled + 200_100)
                        .lastToken(scheduled + 10_200_000)
                        .end(scheduled + 10_200_300)
                        .build())
                .id("b3f0a1c2-77de-" + (100_000 + number))
                .test(TEST)
                .user(number)
                .promptId("prompt-" + number)
                .tokens(new Tokens(512, 256, 201, 0, TokenSource.USAGE, 201))
                .gaps(collected)
                .maxChunkGap(collected.max())
                .status(200)
                .finishReason("stop")
                .build();
    }
}
