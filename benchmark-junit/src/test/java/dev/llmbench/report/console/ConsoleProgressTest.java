package dev.llmbench.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.report.Terminal;
import dev.llmbench.result.Tally;
import dev.llmbench.sample.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final List<String> lines = new ArrayList<>();
    private final ConsoleProgress progress =
            new ConsoleProgress(ConsoleProgress.DEFAULT_INTERVAL, new Terminal(true, false, Path.of("")), lines::add);

    @Test
    void aLineSaysWhereTheRunStands() {
        assertThat(ConsoleProgress.line(at(25, 310, 4, 212_000), 12.4))
                .isEqualTo(
                        "  0:25 / 2:30  stage 1/2  users 10    in flight 9     12.4 req/s  TTFT p95 212 ms   errors 4 (1.27 %), most http_429");
    }

    @Test
    void aRunThatIsOverButForItsLastAnswersIsDraining() {
        assertThat(ConsoleProgress.line(at(151, 310, 0, 212_000), 0))
                .isEqualTo(
                        "  2:31 / 2:30  draining   users 10    in flight 9        0 req/s  TTFT p95 212 ms   errors 0 (0 %)");
    }

    @Test
    void aTraceShowsHowMuchOfItIsReplayed() {
        assertThat(ConsoleProgress.line(ofTrace(15), 12))
                .isEqualTo(
                        "  0:15 / 1:00  trace 25 %  3/s due     in flight 9       12 req/s  TTFT p95 -        errors 0 (0 %)");
        assertThat(ConsoleProgress.line(ofTrace(61), 12))
                .isEqualTo(
                        "  1:01 / 1:00  draining    3/s due     in flight 9       12 req/s  TTFT p95 -        errors 0 (0 %)");
    }

    private static Progress ofTrace(int second) {
        return new Progress(
                Duration.ofSeconds(second), Duration.ofSeconds(60), 1, 1, LoadModel.TRACE, 3, 9, Tally.NOTHING);
    }

    @Test
    void longRunsShowHours() {
        Progress now = new Progress(
                Duration.ofMinutes(9), Duration.ofHours(2), 1, 1, LoadModel.VIRTUAL_USERS, 1_000, 1_000, Tally.NOTHING);

        assertThat(ConsoleProgress.line(now, 0))
                .isEqualTo(
                        "     9:00 / 2:00:00  stage 1/1  users 1000  in flight 1000      0 req/s  TTFT p95 -        errors 0 (0 %)");
    }

    @Test
    void aLineComesEveryFiveSecondsHoweverOftenItIsAskedFor() {
        for (int second = 0; second <= 12; second++) {
            tick(second, second * 10L);
            tick(second, second * 10L);
        }

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("  0:05 /").contains(" 10 req/s");
        assertThat(lines.get(1)).startsWith("  0:10 /").contains(" 10 req/s");
    }

    @Test
    void theRateIsThatSinceTheLineBefore() {
        tick(5, 100);
        tick(15, 150);

        assertThat(lines.get(0)).contains(" 20 req/s");
        assertThat(lines.get(1)).contains("  5 req/s");
    }

    @Test
    void theTallyIsAskedForOnlyWhenALineIsDue() {
        progress.tick(Duration.ofSeconds(4), () -> {
            throw new AssertionError("A tally starts afresh with each call");
        });

        assertThat(lines).isEmpty();
    }

    private void tick(int second, long ok) {
        progress.tick(Duration.ofSeconds(second), () -> at(second, ok, 0, 212_000));
    }

    private static Progress at(int second, long ok, long errors, long ttft) {
        LatencyHistogram recent = new LatencyHistogram();
        recent.record(ttft);
        return new Progress(
                Duration.ofSeconds(second),
                Duration.ofSeconds(150),
                1,
                2,
                LoadModel.VIRTUAL_USERS,
                10,
                9,
                new Tally(
                        ok,
                        errors,
                        errors == 0 ? Optional.empty() : Optional.of(Outcome.HTTP_429),
                        ok * 100,
                        recent.snapshot()));
    }
}
