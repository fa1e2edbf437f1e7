package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogsTest {
    private static final double A_PER_MILLE = 0.001;

    @TempDir
    private Path directory;

    private final LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

    @Test
    void theHistogramsOfALogAddUpToTheRuns() throws IOException {
        HistogramLogs.write(directory, result);

        Histogram all = new Histogram(3);
        int intervals = 0;
        try (HistogramLogReader log =
                new HistogramLogReader(directory.resolve("ttft.hlog").toFile())) {
            while (log.hasNext()) {
                all.add((Histogram) log.nextIntervalHistogram());
                intervals++;
            }
            assertThat(log.getStartTimeSec())
                    .isEqualTo(result.facts().startedAt().toEpochMilli() / 1e3);
        }
        assertThat(intervals).isGreaterThan(100);
        assertThat(all.getTotalCount()).isEqualTo(result.ttft().count());
        double p95 = result.ttft().micros(Statistic.percentile(95)).orElseThrow();
        assertThat((double) all.getValueAtPercentile(95)).isCloseTo(p95, within(p95 * A_PER_MILLE));
    }

    @Test
    void whatWasNotMeasuredHasNoFile() throws IOException {
        HistogramLogs.write(directory, result);

        assertThat(directory.resolve(Metric.E2E.key() + ".hlog")).exists();
        assertThat(directory.resolve(Metric.CONNECT.key() + ".hlog")).doesNotExist();
    }
}
