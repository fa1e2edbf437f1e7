package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.ReadingLine;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.ErrorCount;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import dev.llmbench.result.ReadingNotes;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.stats.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of summary.json: every figure of the result, for machines. A figure that does not exist is null. */
public final class SummaryJson {
    public static final int SCHEMA = 1;

    private static final int SHARE_DECIMALS = 6;
    private static final int RATE_DECIMALS = 3;

    private SummaryJson() {}

    public static ObjectNode of(LoadResult result, List<VerdictLine> verdicts) {
        ObjectNode json = JsonFormat.object()
                .put("schema", SCHEMA)
                .put("test", result.plan().test())
                .put("verdict", OverallVerdict.of(result, verdicts).word())
                .put("started_at", result.facts().startedAt().toString())
                .put("elapsed_ms", JsonFormat.millis(result.facts().elapsed()))
                .put("endpoint", result.plan().target().shownEndpoint())
                .put("tls_unverified", result.plan().target().isUnverified())
                .put("model", result.plan().request().model().orElse(null))
                .put("dataset", result.plan().dataset())
                .put("load", LoadLine.of(result.plan()))
                .put("streaming", result.plan().request().streaming());
        json.set("http_versions", Binding.JSON.valueToTree(result.facts().spoken()));
        json.put("reconnects", result.facts().reconnects());
        json.set("dataset_use", Binding.JSON.valueToTree(result.facts().dataset()));
        json.set("model_profile", result.plan().modelProfile().map(ModelJson::of).orElse(null));
        json.set("goodput_limits", Binding.JSON.valueToTree(new TreeMap<>(result.plan().goodput().limits())));
        json.set("validity", Binding.JSON.valueToTree(RunJson.ValidityJson.of(result.validity())));
        addVerdicts(json.putArray("verdicts"), verdicts);
        json.put("test_failure", result.testFailure().orElse(null));
        json.put("aborted", result.facts().aborted().orElse(null));
        result.incompleteFiles().forEach(json.putArray("incomplete_files")::add);
        json.set("breakpoint", result.breakpoint().map(OverTimeJson::breakpoint).orElse(null));
        json.set("recovery", result.recovery().map(OverTimeJson::recovery).orElse(null));
        json.set("drift", OverTimeJson.drift(result));
        json.set("tpot_by_difference", TpotByDifferenceJson.result(result));
        json.set("conversations", ConversationsJson.of(result));
        addErrors(json.putArray("commonest_errors"), result.commonestErrors());
        addReadingNotes(json.putArray("reading_notes"), result.readingNotes());
        json.set("run", measurement(result, result.run()));
        ArrayNode stages = json.putArray("stages");
        result.stages().forEach(stage -> stages.add(measurement(result, stage)));
        json.set("generator", TimelineJson.generator(result));
        json.set("timeline", TimelineJson.of(result));
        return json;
    }

    private static void addVerdicts(ArrayNode array, List<VerdictLine> verdicts) {
        for (VerdictLine verdict : verdicts) {
            array.addObject()
                    .put("status", verdict.status())
                    .put("text", verdict.text())
                    .put("failed", verdict.failed());
        }
    }

    private static void addErrors(ArrayNode array, List<ErrorCount> errors) {
        for (ErrorCount error : errors) {
            array.addObject()
                    .put("outcome", error.outcome().word())
                    .put("message", error.message())
                    .put("count", error.count());
        }
    }

    private static void addReadingNotes(ArrayNode array, ReadingNotes notes) {
        for (ReadingNotes.Counted note : notes.each()) {
            ObjectNode json = array.addObject().put("note", note.kind().word()).put("answers", note.requests());
            json.set("details", JsonFormat.strings(note.details()));
            json.put("text", ReadingLine.of(note));
        }
    }

    private static ObjectNode measurement(LoadResult result, Measurement measured) {
        ObjectNode json = JsonFormat.object()
                .put(
                        "stage",
                        measured.scope().stage().isPresent()
                                ? measured.scope().stage().getAsInt()
                                : null)
                .put("description", measured.scope().description())
                .put("from_ms", JsonFormat.millis(measured.scope().from()))
                .put("length_ms", JsonFormat.millis(measured.scope().length()))
                .put("ok", measured.ok())
                .put("errors", measured.errors())
                .put("interrupted", measured.interrupted());
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome.word(), measured.count(outcome));
        }
        addRates(json, measured);
        addIntervals(json.putObject("ci95"), result, measured);
        json.set(
                "token_sources",
                JsonFormat.strings(measured.tokenSources().stream()
                        .sorted()
                        .map(TokenSource::word)
                        .toList()));
        json.set("estimated", estimated(result, measured));
        ObjectNode latencies = json.putObject("latencies_ms");
        for (Metric metric : Metric.values()) {
            if (metric.isLatency()) {
                latencies.set(metric.key(), latency(result, measured, metric));
            }
        }
        return json;
    }

    /** The figures that rest on numbers of chunks instead of tokens. */
    private static ArrayNode estimated(LoadResult result, Measurement measured) {
        return JsonFormat.strings(Stream.of(Metric.values())
                .filter(metric -> result.estimated(measured, metric).isPresent())
                .filter(metric -> measured.value(metric, metric.isLatency() ? Statistic.MEAN : Statistic.VALUE)
                        .isPresent())
                .map(Metric::key)
                .toList());
    }

    static void addRates(ObjectNode json, Measurement measured) {
        json.put("error_rate", share(measured.errorRate()))
                .put("request_throughput", rate(measured, Metric.REQUEST_THROUGHPUT))
                .put("output_token_throughput", rate(measured, Metric.OUTPUT_TOKEN_THROUGHPUT))
                .put("total_token_throughput", rate(measured, Metric.TOTAL_TOKEN_THROUGHPUT))
                .put("goodput", rate(measured, Metric.GOODPUT))
                .put("good_fraction", share(measured.value(Metric.GOOD_FRACTION, Statistic.VALUE)));
        ModelJson.addUse(json, measured);
        json.putObject("completed")
                .put("requests", measured.completed().requests())
                .put("good", measured.good().isPresent() ? measured.completed().good() : null)
                .put("output_tokens", measured.completed().outputTokens())
                .put("prompt_tokens", measured.completed().promptTokens());
    }

    /** Between which values each rate lies, null where a side has no bound. */
    private static void addIntervals(ObjectNode json, LoadResult result, Measurement measured) {
        for (Metric metric : Metric.values()) {
            boolean absent = result.plan().goodput().leaveOpen(metric);
            Interval interval = metric.isLatency() || absent
                    ? Interval.UNBOUNDED
                    : result.interval(measured, metric, Statistic.VALUE);
            if (interval.isBounded()) {
                json.putArray(metric.key())
                        .add(JsonFormat.decimal(interval.lower(), SHARE_DECIMALS))
                        .add(JsonFormat.decimal(interval.upper(), SHARE_DECIMALS));
            }
        }
    }

    private static void addInterval(ObjectNode json, Statistic statistic, Interval interval) {
        json.putArray(statistic.label())
                .add(JsonFormat.millis(interval.lower()))
                .add(JsonFormat.millis(interval.upper()));
    }

    private static ObjectNode latency(LoadResult result, Measurement measured, Metric metric) {
        ObjectNode json = LatencyJson.of(measured.latency(metric));
        ObjectNode intervals = json.putObject("ci95");
        addInterval(intervals, Statistic.MEAN, result.interval(measured, metric, Statistic.MEAN));
        LatencyJson.PERCENTILES.forEach(
                percentile -> addInterval(intervals, percentile, result.interval(measured, metric, percentile)));
        return json;
    }

    private static @Nullable BigDecimal share(OptionalDouble share) {
        return JsonFormat.decimal(share, SHARE_DECIMALS);
    }

    private static @Nullable BigDecimal rate(Measurement measured, Metric metric) {
        return JsonFormat.decimal(measured.value(metric, Statistic.VALUE), RATE_DECIMALS);
    }
}
