package dev.llmbench.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ProportionTest {

    @Test
    void theShareItselfMayBeReached() {
        assertThat(of(100, 5, "0.05").isExceeded()).isFalse();
        assertThat(of(100, 6, "0.05").isExceeded()).isTrue();
        assertThat(of(1_000, 7, "0.007").isExceeded()).isFalse();
        assertThat(of(1_000, 1, "0.001").isExceeded()).isFalse();
    }

    @Test
    void aStrictShareMayNot() {
        assertThat(strict(100, 5, "0.05").isExceeded()).isTrue();
        assertThat(strict(100, 4, "0.05").isExceeded()).isFalse();
    }

    @Test
    void aP99WithoutASampleOverTakes299ToBeProven() {
        assertThat(of(298, 0, "0.01").isSurelyKept(298)).isFalse();
        assertThat(of(299, 0, "0.01").isSurelyKept(299)).isTrue();
    }

    @Test
    void aP95WithoutASampleOverTakes59ToBeProven() {
        assertThat(of(58, 0, "0.05").isSurelyKept(58)).isFalse();
        assertThat(of(59, 0, "0.05").isSurelyKept(59)).isTrue();
    }

    @Test
    void aBreachIsProvenByFewSamplesIfTheyAreClear() {
        // Two of two over a p95: 0.05² is far from chance. One of one is exactly as likely as the doubt allowed.
        assertThat(of(2, 2, "0.05").isSurelyExceeded(2)).isTrue();
        assertThat(of(1, 1, "0.05").isSurelyExceeded(1)).isFalse();
        assertThat(of(1, 1, "0.01").isSurelyExceeded(1)).isTrue();
    }

    @Test
    void aBreachIsNotProvenByOneSampleTooMany() {
        assertThat(of(100, 6, "0.05").isSurelyExceeded(100)).isFalse();
        assertThat(of(100, 9, "0.05").isSurelyExceeded(100)).isFalse();
        assertThat(of(100, 10, "0.05").isSurelyExceeded(100)).isTrue();
    }

    @Test
    void whatIsSureOneWayIsNeverSureTheOther() {
        for (int n = 1; n <= 120; n++) {
            for (int k = 0; k <= n; k++) {
                for (String share : new String[] {"0", "0.01", "0.05", "0.5", "0.9", "1"}) {
                    Proportion proportion = of(n, k, share);
                    assertThat(proportion.isSurelyExceeded(n) && proportion.isSurelyKept(n))
                            .as("%s of %s at %s", k, n, share)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void whereNoneMayBeOneIsProof() {
        assertThat(of(10_000, 1, "0").isSurelyExceeded(10_000)).isTrue();
        assertThat(of(10_000, 0, "0").isExceeded()).isFalse();
        assertThat(of(10_000, 0, "0").isSurelyKept(10_000)).isFalse();
        assertThat(of(1, 0, "0").samplesNeeded()).isZero();
    }

    @Test
    void needsAsManySamplesAsLetOneBeOver() {
        assertThat(of(1, 0, "0.05").samplesNeeded()).isEqualTo(20);
        assertThat(of(1, 0, "0.01").samplesNeeded()).isEqualTo(100);
        assertThat(of(1, 0, "0.001").samplesNeeded()).isEqualTo(1_000);
        assertThat(of(1, 0, "0.03").samplesNeeded()).isEqualTo(34);
    }

    /** Of no sample over, ln 0.05 / ln 0.95 rounded up. */
    @Test
    void tellsHowManySamplesLikeTheseProveAPass() {
        assertThat(of(10, 0, "0.05").samplesOfPass(1)).hasValue(59);
        assertThat(of(10, 0, "0.01").samplesOfPass(1)).hasValue(299);
        assertThat(of(100, 1, "0.01").samplesOfPass(1)).isEmpty();
        assertThat(of(1, 0, "0").samplesOfPass(1)).isEmpty();
    }

    @Test
    void samplesThatAreAlikeTakeAsManyTimesMore() {
        assertThat(of(10, 0, "0.05").samplesOfPass(2.5)).hasValue(148);
        assertThat(of(10, 0, "0.05").samplesOfPass(1e7)).isEmpty();
    }

    @Test
    void theNumberOfSamplesThatProveAPassIsTheLeast() {
        Proportion two = of(100, 2, "0.05");
        long needed = two.samplesOfPass(1).orElseThrow();

        assertThat(of(needed * 100, needed * 2, "0.05").isSurelyKept((double) needed))
                .isTrue();
        assertThat(of((needed - 1) * 100, (needed - 1) * 2, "0.05").isSurelyKept(needed - 1.0))
                .isFalse();
    }

    @Test
    void fewerIndependentSamplesAreLessSure() {
        assertThat(of(1_000, 80, "0.05").isSurelyExceeded(1_000)).isTrue();
        assertThat(of(1_000, 80, "0.05").isSurelyExceeded(100)).isFalse();
        assertThat(of(1_000, 20, "0.05").isSurelyKept(1_000)).isTrue();
        assertThat(of(1_000, 20, "0.05").isSurelyKept(100)).isFalse();
    }

    @Test
    void provesAtMostWhatItsUpperBoundSays() {
        assertThat(of(19, 0, "0.05").provenAtMost()).isCloseTo(1 - Math.pow(0.05, 1 / 19.0), within(1e-9));
    }

    private static Proportion of(long samples, long over, String share) {
        return new Proportion(samples, over, new BigDecimal(share), false);
    }

    private static Proportion strict(long samples, long over, String share) {
        return new Proportion(samples, over, new BigDecimal(share), true);
    }
}
