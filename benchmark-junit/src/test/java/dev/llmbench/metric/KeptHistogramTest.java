package dev.llmbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributions written down and summed again. */
class KeptHistogramTest {

    @Test
    void aDistributionOfManyThousandBucketsComesBackWhole() {
        Random random = new Random(5);
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < 200_000; i++) {
            histogram.record((long) Math.exp(random.nextDouble() * 22));
        }
        Distribution all = histogram.snapshot();
        String text = KeptHistogram.of(all).text();
        assertThat(text.length()).isGreaterThan(50_000);
        LatencyHistogram again = new LatencyHistogram();
        KeptHistogram.parse(text).addTo(again);
        assertThat(KeptHistogram.of(again.snapshot()).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "5 25 5 5",
                "5 25 5 5 5",
                "5 25 5 5 5 x",
                "5 25 5 5 5 -1",
                "5 25 5 5 5 1.5",
                "5 25 5 5 5  1",
                " 5 25 5 5 5 1",
                "5 E 5 5 5 1",
                "5 25 5 5 5 1 ",
                "5 25 5 5 5 1234567890123456789",
                "5 25 5 5 9999999999999 1"
            })
    void whatIsNoDistributionIsRefused(String text) {
        assertThatThrownBy(() -> KeptHistogram.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
