package dev.llmbench.report.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.json.SummaryJson;
import dev.llmbench.stats.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run of which summary.json still exists: its main figures, for lists of runs and for comparisons. */
public final class KeptSummary implements Comparison.ComparedRun {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double MICROS_PER_MILLI = 1_000;

    private final JsonNode json;

    private KeptSummary(JsonNode json) {
        this.json = json;
    }

    /** Returns the summary in a run's directory; empty if there is none that this version can read. */
    public static Optional<KeptSummary> in(Path directory) {
        try {
            JsonNode read =
                    JSON.readTree(directory.resolve(ResultFiles.SUMMARY_JSON).toFile());
            boolean known = read != null && read.path("schema").asInt() == SummaryJson.SCHEMA;
            return known ? Optional.of(new KeptSummary(read)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the summary of the previous run in a run's directory. */
    public static Optional<KeptSummary> before(Path directory) {
        return in(OutputDirectory.previous(directory));
    }

    /** Returns a top-level text of the file by its name, such as {@code test}, {@code verdict} or {@code started_at}; otherwise empty. */
    @Override
    public String text(String name) {
        return json.path(name).asText("");
    }

    /** Returns whether figures of the run were compared with a baseline; run.json says how. */
    public boolean isCompared() {
        return json.path("compared").asInt() > 0;
    }

    public long ok() {
        return json.path("run").path("ok").asLong();
    }

    public long errors() {
        return json.path("run").path("errors").asLong();
    }

    @Override
    public OptionalDouble value(Metric metric, Statistic statistic) {
        JsonNode run = json.path("run");
        return metric.isLatency()
                ? number(run.path("latencies_ms").path(metric.key()).path(statistic.label()), MICROS_PER_MILLI)
                : number(run.path(metric.key()), 1);
    }

    @Override
    public Interval interval(Metric metric, Statistic statistic) {
        JsonNode run = json.path("run");
        return metric.isLatency()
                ? interval(
                        run.path("latencies_ms").path(metric.key()).path("ci95").path(statistic.label()),
                        MICROS_PER_MILLI)
                : interval(run.path("ci95").path(metric.key()), 1);
    }

    private static Interval interval(JsonNode bounds, double unit) {
        return new Interval(number(bounds.path(0), unit), number(bounds.path(1), unit));
    }

    private static OptionalDouble number(JsonNode node, double unit) {
        return node.isNumber() ? OptionalDouble.of(node.doubleValue() * unit) : OptionalDouble.empty();
    }
}
