package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.Timeline;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The run over time: an array for each figure, with one point for each slot of the timeline. If that would make more than
 * {@value #MOST_POINTS} points, several slots share one; their histograms and counts are added.
 */
public final class TimelineJson {
    private static final int MOST_POINTS = 600;
    private static final int SHARE_DECIMALS = 3;
    private static final List<Metric> LATENCIES =
            List.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TPOT, Metric.E2E);
    private static final Set<Metric> NEEDED =
            Set.of(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TPOT, Metric.E2E, Metric.DISPATCH_LAG);
    private static final List<Double> PERCENTILES = List.of(50.0, 95.0, 99.0);

    private final ObjectNode json = JsonFormat.object();
    private final List<Outcome> errorKinds;

    private TimelineJson(LoadResult result) {
        errorKinds = Stream.of(Outcome.values())
                .filter(kind -> kind.isError() && result.run().count(kind) > 0)
                .toList();
    }

    /** Returns the points of a chart; {@code point_ms} is the length of each. */
    public static ObjectNode of(LoadResult result) {
        return of(result, slotsOfAPoint(result));
    }

    /** Returns a point for each slot of the timeline, however many there are. */
    public static ObjectNode ofSlots(LoadResult result) {
        return of(result, 1);
    }

    /** Returns the number of slots of the timeline that share a point. */
    public static int slotsOfAPoint(LoadResult result) {
        return Math.max(1, (result.timeline().size() + MOST_POINTS - 1) / MOST_POINTS);
    }

    private static ObjectNode of(LoadResult result, int slots) {
        Timeline timeline = result.timeline();
        Duration length = timeline.slot().multipliedBy(slots);
        TimelineJson points = new TimelineJson(result);
        points.json.put("point_ms", JsonFormat.millis(length));
        int first = 0;
        Iterator<Measurement> windows = timeline.windows(length, NEEDED).iterator();
        for (; windows.hasNext(); first += slots) {
            points.add(windows.next());
            points.add(result.facts().generator().between(first, first + slots));
        }
        return points.json;
    }

    private void add(Measurement window) {
        array("ok").add(window.ok());
        array("errors").add(window.errors());
        array("interrupted").add(window.interrupted());
        errorKinds.forEach(kind -> array("error_" + kind.word()).add(window.count(kind)));
        array("completed").add(window.completed().requests());
        array("output_tokens").add(window.completed().outputTokens());
        for (Metric metric : LATENCIES) {
            for (double percent : PERCENTILES) {
                addPercentile(metric, window.latency(metric), percent);
            }
        }
        addPercentile(Metric.DISPATCH_LAG, window.latency(Metric.DISPATCH_LAG), 99);
    }

    private void addPercentile(Metric metric, Distribution latency, double percent) {
        Statistic percentile = Statistic.percentile(percent);
        array(metric.key() + "_" + percentile.label() + "_ms").add(JsonFormat.millis(latency.micros(percentile)));
    }

    private void add(GeneratorSlot generator) {
        array("stalled_ms").add(JsonFormat.millis(generator.stalled()));
        array("longest_stall_ms").add(JsonFormat.millis(generator.longestStall()));
        array("generator_cpu_share").add(JsonFormat.decimal(generator.cpuShare(), SHARE_DECIMALS));
        array("in_flight").add(generator.peakInFlight());
    }

    private ArrayNode array(String name) {
        return json.withArray(name);
    }

    /** Returns the health of the generator over the whole run. */
    static ObjectNode generator(LoadResult result) {
        GeneratorLog generator = result.facts().generator();
        return JsonFormat.object()
                .put(
                        "dispatch_lag_p99_ms",
                        JsonFormat.millis(result.run().value(Metric.DISPATCH_LAG, Statistic.percentile(99))))
                .put("cpu_share", JsonFormat.decimal(generator.cpuShare(), SHARE_DECIMALS))
                .put("peak_cpu_share", JsonFormat.decimal(generator.peakCpuShare(), SHARE_DECIMALS))
                .put("processors", generator.slots().isEmpty() ? null : generator.processors())
                .put("stalled_ms", JsonFormat.millis(result.facts().stalls().total()))
                .put("longest_stall_ms", JsonFormat.millis(generator.longestStall()))
                .put("offered_load", JsonFormat.decimal(1 - result.run().lostLoad(), SHARE_DECIMALS))
                .put("hint", result.generatorHint().orElse(null))
                .put("peak_in_flight", result.facts().peakInFlight());
    }
}
