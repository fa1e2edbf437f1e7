package dev.llmbench.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.UncheckedIOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulatorBuilderTest {

    @Test
    void badSettingsAreRefusedWithNameValueRuleAndRemedy() {
        refuses(() -> builder().errorRate(1.5, 500), "errorRate=1.5 must be from 0 to 1; write 0.02 for 2 %");
        refuses(() -> builder().errorRate(Double.NaN, 500), "errorRate=NaN must be from 0 to 1");
        refuses(() -> builder().errorRate(0.1, 200), "status=200 must be from 400 to 599");
        refuses(() -> builder().faultRate(-0.1, Fault.HANG), "faultRate=-0.1 must be from 0 to 1");
        refuses(() -> builder().capacity(0).start(), "capacity=0 must be at least 1");
        refuses(() -> builder().queueLimit(5).start(), "queueLimit=5 has no effect without a capacity");
        refuses(() -> builder().capacity(1).queueLimit(-1).start(), "queueLimit=-1 must not be negative");
        refuses(() -> builder().port(70_000).start(), "port=70000 must be from 0 to 65535");
        refuses(() -> builder().model(" ").start(), "model=\" \" must not be blank");
        refuses(() -> builder().logLimit(-1).start(), "logLimit=-1 must not be negative");
    }

    @Test
    void ratesThatAddUpToMoreThanOneAreRefused() {
        refuses(
                () -> builder().errorRate(0.75, 500).faultRate(0.5, Fault.HANG).start(),
                "sum of errorRate and faultRate=1.25 must not be more than 1");
    }

    @Test
    void ratesMayAddUpToOneButForRounding() {
        SimulatorBuilder builder = builder();
        for (int i = 0; i < 10; i++) {
            builder.errorRate(0.1, 500);
        }

        try (Simulator simulator = builder.start()) {
            assertThat(simulator.url()).isEqualTo("http://127.0.0.1:" + simulator.port());
        }
    }

    @Test
    void portThatIsTakenIsNamed() {
        try (Simulator simulator = builder().start()) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> builder().port(simulator.port()).start())
                    .withMessageContaining("port=" + simulator.port() + " can't be listened on");
        }
    }

    private static SimulatorBuilder builder() {
        return Simulator.builder();
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}
