package dev.llmbench.assertj;

import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.llmbench.plan.Plans;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Outcome;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SoftAssertionsExtension.class)
class LlmSoftAssertionsTest {
    private final LoadResult result = Results.result(
            Plans.plan(),
            many(
                    100,
                    Samples.okWithTtft(ofMillis(412)),
                    9,
                    Samples.failed(Outcome.RESET, "").sample()));
    private final LlmSoftAssertions softly = new LlmSoftAssertions();

    @InjectSoftAssertions
    private LlmSoftAssertions injected = new LlmSoftAssertions();

    @Test
    void everyStatementGoesOnAfterAFailure() {
        softly.assertThat(result)
                .ttft()
                .p95()
                .isLessThan(ofMillis(300))
                .isLessThan(ofMillis(200))
                .and()
                .errorRate()
                .isAtMost("1%")
                .and()
                .stage(1)
                .as("hold")
                .errors()
                .isZero()
                .and()
                .run()
                .meetsBudgets();

        assertThat(softly.errorsCollected())
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        message -> assertThat(message).startsWith("TTFT p95 was 412 ms, limit < 300 ms"),
                        message -> assertThat(message).startsWith("TTFT p95 was 412 ms, limit < 200 ms"),
                        message -> assertThat(message).startsWith("Error rate was 8.26 %, limit ≤ 1 %"),
                        message -> assertThat(message).startsWith("[hold] Errors were 9"),
                        message -> assertThat(message).startsWith("[hold] Error rate was 8.26 %, limit ≤ 1 %"));
    }

    @Test
    void allFailuresAreReportedTogether() {
        softly.assertThat(result).errors().isZero();
        softly.assertThat(result).ttft().max().isAtMost("1ms");

        assertThatExceptionOfType(AssertJMultipleFailuresError.class)
                .isThrownBy(softly::assertAll)
                .withMessageContainingAll("Errors were 9", "TTFT max was 412 ms");
    }

    @Test
    void whatAnyAssertionCanIsSoftTooOfARunAndOfAStage() {
        softly.assertThat(result).isNull();
        softly.assertThat(result).stage(1).isNull();
        softly.assertThat("other things").isEmpty();

        assertThat(softly.errorsCollected()).hasSize(3);
    }

    @Test
    void eachFailureNamesItsLineInTheTest() {
        softly.assertThat(result).isNotNull().errors().isZero();
        softly.assertThat(result).meetsBudgets();

        assertThat(softly.errorsCollected())
                .allSatisfy(
                        error -> assertThat(error).hasMessageContaining("at LlmSoftAssertionsTest.eachFailureNames"));
    }

    @Test
    void withoutAFailureNothingIsReported() {
        softly.assertThat(result).isValid().ttft().p95().isAtMost("1s");

        assertThatNoException().isThrownBy(softly::assertAll);
    }

    @Test
    void canBeRunAtOnce() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> LlmSoftAssertions.assertSoftly(
                        all -> all.assertThat(result).errors().isZero()))
                .withMessageContaining("Errors were 9");
    }

    @Test
    void canBeInjected() {
        injected.assertThat(result).ttft().p95().isAtMost("1s");

        assertThat(injected.wasSuccess()).isTrue();
    }
}
