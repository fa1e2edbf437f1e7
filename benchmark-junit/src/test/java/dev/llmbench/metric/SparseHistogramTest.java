package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseHistogramTest {

    @Test
    void givesTheSameDistributionAsAFullHistogram() {
        LatencyHistogram full = new LatencyHistogram();
        SparseHistogram sparse = new SparseHistogram();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            long micros = (long) StrictMath.exp(random.nextDouble() * 23);
            full.record(micros);
            sparse.record(micros);
        }

        assertSame(full, sparse);
    }

    @Test
    void holdsTheEndsOfEachBucket() {
        LatencyHistogram full = new LatencyHistogram();
        SparseHistogram sparse = new SparseHistogram();
        for (long power = 1; power < LatencyHistogram.MAX_MICROS; power *= 2) {
            for (long micros : new long[] {power - 1, power, power + 1, power + power / 1024, -power}) {
                full.record(micros);
                sparse.record(micros);
            }
        }
        full.record(2 * LatencyHistogram.MAX_MICROS);
        sparse.record(2 * LatencyHistogram.MAX_MICROS);

        assertSame(full, sparse);
    }

    @Test
    void countsMoreOfOneValueThanAnEntryHolds() {
        SparseHistogram sparse = new SparseHistogram();
        for (int i = 0; i < 300_000; i++) {
            sparse.record(20_000);
            sparse.record(i % 2 == 0 ? 10_000 : 30_000);
        }

        assertThat(buckets(sum(sparse))).containsExactly("10000 150000", "20000 300000", "30000 150000");
    }

    @Test
    void isAddedToWhatIsThere() {
        LatencyHistogram sum = new LatencyHistogram();
        sum.record(100);
        SparseHistogram sparse = new SparseHistogram();
        sparse.record(300);
        sparse.addTo(sum);
        new SparseHistogram().addTo(sum);

        assertThat(sum.snapshot().count()).isEqualTo(2);
        assertThat(sum.snapshot().micros(Statistic.MEAN)).hasValue(200);
        assertThat(sum.snapshot().micros(Statistic.MIN)).hasValue(100);
        assertThat(sum.snapshot().micros(Statistic.MAX)).hasValue(300);
    }

    @Test
    void losesNothingWhenCompactedAtAnyTime() {
        LatencyHistogram full = new LatencyHistogram();
        SparseHistogram sparse = new SparseHistogram();
        Random random = new Random(6);
        sparse.compact();
        for (int i = 0; i < 30_000; i++) {
            long micros = (long) StrictMath.exp(random.nextDouble() * 23);
            full.record(micros);
            sparse.record(micros);
            if (i % 500 == 0) {
                sparse.compact();
                assertSame(full, sparse);
            }
        }
        sparse.compact();
        sparse.compact();

        assertSame(full, sparse);
    }

    @Test
    void compactsWhatTakesMoreThanOneEntry() {
        SparseHistogram sparse = new SparseHistogram();
        for (int i = 0; i < 300_000; i++) {
            sparse.record(20_000);
        }
        sparse.compact();
        sparse.record(20_000);
        sparse.compact();

        assertThat(buckets(sum(sparse))).containsExactly("20000 300001");
    }

    private static void assertSame(LatencyHistogram full, SparseHistogram sparse) {
        Distribution expected = full.snapshot();
        Distribution actual = sum(sparse);
        assertThat(buckets(actual)).isEqualTo(buckets(expected));
        assertThat(actual.micros(Statistic.MEAN)).isEqualTo(expected.micros(Statistic.MEAN));
        assertThat(actual.standardDeviationMicros()).isEqualTo(expected.standardDeviationMicros());
        assertThat(actual.micros(Statistic.MIN)).isEqualTo(expected.micros(Statistic.MIN));
        assertThat(actual.micros(Statistic.MAX)).isEqualTo(expected.micros(Statistic.MAX));
    }

    private static Distribution sum(SparseHistogram sparse) {
        LatencyHistogram sum = new LatencyHistogram();
        sparse.addTo(sum);
        return sum.snapshot();
    }

    private static List<String> buckets(Distribution distribution) {
        List<String> buckets = new ArrayList<>();
        distribution.forEachBucket((micros, count) -> buckets.add(micros + " " + count));
        return buckets;
    }
}
