package dev.llmbench.history;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.ComparedFigure;
import java.time.Instant;
import java.util.Map;

/** Runs for tests. */
final class Runs {
    static final String TEST = "com.acme.ChatLatencyIT.chatStaysFast";
    static final ComparedFigure TTFT = ComparedFigure.of(Metric.TTFT, Statistic.percentile(95));
    static final LoadSeries LOAD =
            new LoadSeries(Map.of("max_tokens", "128", "model", "llama-4", "stages", "10 for 30s"));
    static final MachineClass MACHINE = new MachineClass("linux-amd64-4-epyc7763", Map.of("os", "Linux", "cpus", "4"));
    static final Instant START = Instant.parse("2026-11-27T13:17:00Z");
    static final String COMMIT = "3f2a9c41f0aa27d3b1e6";

    private Runs() {}

    static RunRecord run(double ttft) {
        return run(TEST, LOAD, MACHINE, ttft);
    }

    static RunRecord run(String test, LoadSeries load, MachineClass machine, double ttft) {
        return RunRecord.of(test, load, "", machine, START, figures(ttft));
    }

    static RunRecord at(Instant moment, double ttft) {
        return RunRecord.of(TEST, LOAD, "", MACHINE, moment, figures(ttft));
    }

    static RunRecord of(String commit, double ttft) {
        return run(ttft).from(commit, "main", "", "0.2.0");
    }

    private static Map<String, RecordedFigure> figures(double ttft) {
        return Map.of(TTFT.key(), new RecordedFigure(ttft, ttft, ttft, 0.01, 1_000));
    }

    static ComparableRuns comparable(RunHistory history) {
        return history.comparable(TEST, LOAD, MACHINE, "");
    }
}
