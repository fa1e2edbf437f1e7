package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.report.Runs;
import dev.llmbench.report.Terminal;
import dev.llmbench.result.Tally;
import dev.llmbench.sample.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTextTest {
    private final RecentTallies recent = new RecentTallies();
    private final Tally tally = tally();

    private static Tally tally() {
        LatencyHistogram ttft = new LatencyHistogram();
        ttft.record(80_000);
        ttft.record(212_000);
        return new Tally(50, 2, Optional.of(Outcome.HTTP_5XX), 5_000, ttft.snapshot());
    }

    @BeforeEach
    void countFiveSeconds() {
        recent.add(Duration.ofSeconds(5), tally);
    }

    @Test
    void theViewSaysStageTimeLoadLatencyAndErrors() {
        assertThat(of(true, 80).lines(at(75, 2), recent))
                .containsExactly(
                        "  stage 2/2  10 users 2m  ██████████████░░░░░░░░░░░░░░░  1:15 / 2:30  1:15 left",
                        "  users 10    in flight 9     10 req/s  1,000 output tok/s (last 5 s)",
                        "  TTFT p50 80.1 ms, p95 212 ms (last 5 s)",
                        "  errors 2 (3.85 %), most http_5xx");
    }

    @Test
    void theViewIsPlainWhereSignsCannotBeShown() {
        assertThat(of(false, 80).lines(at(15, 1), recent).get(0))
                .isEqualTo("  stage 1/2  1 -> 10 users 30s  ##.....................  0:15 / 2:30  2:15 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 72, 80, 96, 200})
    void noLineReachesTheLastColumn(int width) {
        assertThat(of(true, width).lines(at(75, 2), recent))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(width));
    }

    @Test
    void aRunThatIsOverButForItsLastAnswersSaysThatItWaits() {
        assertThat(of(true, 80).lines(at(151, 2), recent).get(0))
                .startsWith("  draining")
                .endsWith("█  2:31 / 2:30  waiting for the last answers");
    }

    @Test
    void theLastLineIsThatOfAPlainLog() {
        assertThat(of(true, 80).lastLine(at(151, 2), recent)).isEqualTo(ConsoleProgress.line(at(151, 2), 10));
    }

    private static LiveText of(boolean unicode, int width) {
        return new LiveText(Runs.plan(), new Terminal(unicode, false, Path.of(""), width));
    }

    private Progress at(int second, int stage) {
        return new Progress(
                Duration.ofSeconds(second), Duration.ofSeconds(150), stage, 2, LoadModel.VIRTUAL_USERS, 10, 9, tally);
    }
}
