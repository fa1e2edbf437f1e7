package dev.llmbench.budget;

import static dev.llmbench.budget.OperatingCharacteristics.Server.INDEPENDENT;
import static dev.llmbench.budget.OperatingCharacteristics.Server.QUEUE;
import static dev.llmbench.plan.Evidence.POINT;
import static dev.llmbench.plan.Evidence.PROVEN_BREACH;
import static dev.llmbench.plan.Evidence.PROVEN_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatingCharacteristicsTest {

    /** Two standard errors of a share of 5 %. */
    private static final double NOISE = 2 * Math.sqrt(0.05 * 0.95 / OperatingCharacteristics.ROUNDS);

    @Test
    void theDocumentedTableIsWhatIsComputed() throws IOException {
        assertThat(Files.readString(Path.of("STATISTICS.md"))).contains(OperatingCharacteristics.table());
    }

    @ParameterizedTest
    @CsvSource({"0.05, 100", "0.05, 300", "0.05, 1000", "0.01, 100", "0.01, 300", "0.01, 1000"})
    void aProvenBreachOfIndependentRequestsIsAFalseAlarmOnceInTwentyRunsAtMost(String tail, int n) {
        assertThat(new OperatingCharacteristics(INDEPENDENT, tail, n).falseAlarms(PROVEN_BREACH))
                .isLessThanOrEqualTo(0.05 + NOISE);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 100", "0.05, 300", "0.05, 1000", "0.05, 3000", "0.01, 300", "0.01, 1000", "0.01, 3000"})
    void norOfAQueueNearItsCapacity(String tail, int n) {
        assertThat(new OperatingCharacteristics(QUEUE, tail, n).falseAlarms(PROVEN_BREACH))
                .isLessThanOrEqualTo(0.05 + NOISE);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 300", "0.05, 1000", "0.01, 1000"})
    void aProvenPassMissesARegressionOnceInTwentyRunsAtMost(String tail, int n) {
        assertThat(new OperatingCharacteristics(INDEPENDENT, tail, n).power(PROVEN_PASS))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void theSamplesOfAThousandRequestsFindASlowdownOfAFifth() {
        OperatingCharacteristics thousand = new OperatingCharacteristics(INDEPENDENT, "0.05", 1_000);

        assertThat(thousand.power(PROVEN_BREACH)).isGreaterThan(0.95);
        assertThat(thousand.power(POINT)).isGreaterThan(0.99);
    }
}
