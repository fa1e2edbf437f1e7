package dev.llmbench.assertj;

import static dev.llmbench.assertj.LlmAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Pairs;
import dev.llmbench.result.Results;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** Twenty pairs whose differences are 48 ms and 52 ms by turns. */
class TpotByDifferenceAssertTest {
    private static final LoadPlan PLAN = Plans.plan().with(Measuring.NONE.withTwoLengths(new TwoLengths(10, false)));

    private final LoadResult result = Results.result(PLAN, Pairs.around5Millis(20));

    @Test
    void aMeanWithinItsLimitsPasses() {
        assertThat(result)
                .tpotByDifference()
                .isLessThan(ofMillis(6))
                .isLessThanOrEqualTo(ofMillis(5))
                .isAtMost("5ms")
                .isBetween(ofMillis(4), ofMillis(6))
                .isProvenAtMost("6ms")
                .hasAtLeastPairs(20)
                .and()
                .stage(1)
                .tpotByDifference()
                .isAtMost("5ms");
    }

    @Test
    void aMeanOverItsLimitFailsWithItsIntervalAndItsPairs() {
        String found = result.tpotByDifference().orElseThrow().inWords();
        assertThatFailure(() -> assertThat(result).tpotByDifference().isAtMost("4ms"))
                .withMessage(Verdicts.failureMessage(result, found + ", limit ≤ 4 ms: BREACH (proven)"))
                .withMessageContaining("95 % interval")
                .withMessageContaining("20 pairs");
        assertThatFailure(() -> assertThat(result).tpotByDifference().isLessThan(ofMillis(5)));
        assertThatFailure(() -> assertThat(result).tpotByDifference().isBetween(ofMillis(6), ofMillis(7)));
    }

    @Test
    void whatIsNotProvenFails() {
        assertThatFailure(() -> assertThat(result).tpotByDifference().isProvenAtMost("5ms"))
                .withMessageContaining("not proven");
    }

    @Test
    void tooFewPairsFail() {
        assertThatFailure(() -> assertThat(result).tpotByDifference().hasAtLeastPairs(21));
        assertThatFailure(() -> assertThat(Results.result(PLAN, Pairs.around5Millis(1)))
                        .tpotByDifference()
                        .isAtMost("1h"))
                .withMessageContaining("needs at least 2 pairs");
        assertThatFailure(() ->
                assertThat(Results.result(PLAN, List.of())).tpotByDifference().isAtMost("1h"));
    }

    @Test
    void aTestThatDoesNotMeasureItSaysHowTo() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> assertThat(Results.result(Plans.plan())).tpotByDifference())
                .withMessageContaining("tpotByDifference = 10");
    }

    private static ThrowableAssertAlternative<AssertionError> assertThatFailure(ThrowingCallable assertion) {
        return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
    }
}
