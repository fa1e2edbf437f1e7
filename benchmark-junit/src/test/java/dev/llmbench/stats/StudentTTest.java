package dev.llmbench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTTest {

    @ParameterizedTest
    @CsvSource({
        "0.025, 1, 12.706205", "0.025, 2, 4.302653", "0.025, 4, 2.776445", "0.05, 4, 2.131847", "0.025, 9, 2.262157",
        "0.05, 9, 1.833113", "0.025, 19, 2.093024", "0.05, 19, 1.729133", "0.005, 30, 2.749996", "0.025, 1000, 1.962339"
    })
    void quantilesAreThoseOfTheTables(double tail, int degrees, double expected) {
        assertThat(StudentT.quantile(tail, degrees)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 9, 19})
    void tailsAreTheIntegralOfTheDensity(int degrees) {
        double step = 1e-3;
        double integral = 0;
        double whole = 0;
        // The density without its constant, over t = tan(u), so that the far tail is in reach.
        for (double u = step / 2; u < Math.PI / 2; u += step) {
            double t = Math.tan(u);
            double density = Math.pow(1 + t * t / degrees, -(degrees + 1) / 2.0) * (1 + t * t) * step;
            whole += 2 * density;
            integral += t >= 2 ? density : 0;
        }
        assertThat(StudentT.upperTail(2, degrees)).isCloseTo(integral / whole, within(1e-3));
    }
}
