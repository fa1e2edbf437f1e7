package dev.llmbench.report;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes each latency as an HdrHistogram log, for tools that read those: {@code ttft.hlog} and so on, with a histogram for each
 * slot of the timeline that has a sample. Values are microseconds with three significant digits; the column of maxima is in
 * milliseconds, as those tools expect.
 */
public final class HistogramLogs {
    public static final String ENDING = ".hlog";

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1_000;

    private HistogramLogs() {}

    /**
     * Writes a file for each latency that has a sample.
     *
     * @param directory an existing directory
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, LoadResult result) throws IOException {
        List<Metric> measured = Stream.of(Metric.values())
                .filter(Metric::isLatency)
                .filter(metric -> !result.run().latency(metric).isEmpty())
                .toList();
        for (Metric metric : measured) {
            write(directory.resolve(metric.key() + ENDING), metric, result);
        }
    }

    private static void write(Path file, Metric metric, LoadResult result) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(printed);
            log.outputComment("[" + metric.label() + " of " + result.plan().test() + ", in microseconds]");
            log.outputLogFormatVersion();
            log.outputStartTime(result.facts().startedAt().toEpochMilli());
            log.outputLegend();
            result.timeline()
                    .windows(result.timeline().slot())
                    .filter(window -> !window.latency(metric).isEmpty())
                    .forEach(window -> write(log, window, metric));
            if (printed.checkError()) {
                throw new IOException(file + " could not be written completely");
            }
        }
    }

    private static void write(HistogramLogWriter log, Measurement window, Metric metric) {
        Duration from = window.scope().from();
        log.outputIntervalHistogram(
                seconds(from),
                seconds(from.plus(window.scope().length())),
                histogram(window.latency(metric)),
                MICROS_PER_MILLI);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static Histogram histogram(Distribution latency) {
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        latency.forEachBucket(histogram::recordValueWithCount);
        return histogram;
    }
}
