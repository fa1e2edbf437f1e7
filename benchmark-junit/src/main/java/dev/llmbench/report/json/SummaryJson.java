package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.ReadingNotes;
import dev.llmbench.result.WorkerFacts;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The content of summary.json: every figure of the result, for machines. A missing figure is null. */
public final class SummaryJson {
    public static final int SCHEMA = 1;

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
        json.set(
                "model_profile",
                result.plan().modelProfile().map(PlanJson::modelProfile).orElse(null));
        json.set(
                "goodput_limits",
                Binding.JSON.valueToTree(new TreeMap<>(result.plan().goodput().limits())));
        json.set("validity", Binding.JSON.valueToTree(RunJson.ValidityJson.of(result.validity())));
        addVerdicts(json.putArray("verdicts"), verdicts);
        int compared = result.comparisons().all().size();
        if (compared > 0) {
            json.put("compared", compared);
        }
        json.put("test_failure", result.testFailure().orElse(null));
        json.put("aborted", result.facts().aborted().orElse(null));
        result.incompleteFiles().forEach(json.putArray("incomplete_files")::add);
        json.set("breakpoint", result.breakpoint().map(FindingsJson::breakpoint).orElse(null));
        json.set("recovery", result.recovery().map(FindingsJson::recovery).orElse(null));
        json.set("drift", FindingsJson.drift(result));
        json.set("tpot_by_difference", FindingsJson.tpotByDifference(result));
        json.set("conversations", FindingsJson.conversations(result));
        json.set("commonest_errors", Binding.JSON.valueToTree(result.commonestErrors()));
        addReadingNotes(json.putArray("reading_notes"), result.readingNotes());
        json.set("run", MeasurementJson.of(result, result.run()));
        ArrayNode stages = json.putArray("stages");
        result.stages().forEach(stage -> stages.add(MeasurementJson.of(result, stage)));
        result.baseline().ifPresent(baseline -> json.set("baseline", baseline(result, baseline)));
        json.set("generator", TimelineJson.generator(result));
        if (!result.facts().workers().isEmpty()) {
            addWorkers(json.putArray("workers"), result.facts().workers());
        }
        json.set("timeline", TimelineJson.of(result));
        return json;
    }

    private static ObjectNode baseline(LoadResult result, LoadResult baseline) {
        ObjectNode json = JsonFormat.object()
                .put("endpoint", baseline.plan().target().shownEndpoint())
                .put("tls_unverified", baseline.plan().target().isUnverified());
        result.plan().against().ifPresent(against -> {
            json.put("order", against.order().name().toLowerCase(Locale.ROOT));
            json.set("notes", JsonFormat.strings(against.notes(result.plan())));
        });
        json.set("http_versions", Binding.JSON.valueToTree(baseline.facts().spoken()));
        json.put("reconnects", baseline.facts().reconnects());
        json.set("commonest_errors", Binding.JSON.valueToTree(baseline.commonestErrors()));
        json.set("run", MeasurementJson.of(baseline, baseline.run()));
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

    private static void addWorkers(ArrayNode array, List<WorkerFacts> workers) {
        for (WorkerFacts worker : workers) {
            array.addObject()
                    .put("number", worker.number())
                    .put("host", worker.host())
                    .put("processors", worker.processors())
                    .put("sent", worker.sent())
                    .put("rows", worker.rows())
                    .put("dropped", worker.dropped())
                    .put("peak_in_flight", worker.peakInFlight())
                    .put("dispatch_lag_p99_ms", JsonFormat.millis(worker.lagP99()))
                    .put("cpu_share", JsonFormat.decimal(worker.generator().cpuShare(), 3))
                    .put("longest_stall_ms", JsonFormat.millis(worker.longestStall()))
                    .put("clock_error_ms", JsonFormat.millis(worker.clockError()))
                    .put("drift_ms", JsonFormat.millis(worker.drift()))
                    .put("end", worker.end().orElse(null));
        }
    }

    private static void addReadingNotes(ArrayNode array, ReadingNotes notes) {
        for (ReadingNotes.Counted note : notes.each()) {
            ObjectNode json = array.addObject().put("note", note.kind().word()).put("answers", note.requests());
            json.set("details", JsonFormat.strings(note.details()));
            json.put("text", RunLines.reading(note));
        }
    }
}
