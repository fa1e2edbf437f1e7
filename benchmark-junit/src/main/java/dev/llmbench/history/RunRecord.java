package dev.llmbench.history;

import dev.llmbench.metric.Distribution;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.MeasuredFigure;
import dev.llmbench.stats.Interval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A recorded run: one file, which never changes.
 *
 * @param schema the version of the file's format
 * @param id the name of the run and of its file; empty until it is written
 * @param test the test
 * @param load what was sent: see {@link LoadSeries}
 * @param epoch the epoch given in the code; runs of the same epoch are alike
 * @param env the name of the machine's class
 * @param envDetail the properties that define that class
 * @param startedAt when the run started, by the machine's clock
 * @param orderedAt its place among the runs: its start, or later if an earlier run has a later place because a clock was set
 * back
 * @param commit the commit that was tested; empty if unknown, like the next two
 * @param branch the branch that was tested
 * @param runUrl the page of the CI job
 * @param library the version of this library
 * @param standing whether the run counts
 * @param why why the run does not count; empty if it does
 * @param figures the figures by {@link ComparedFigure#key()}
 * @param histograms packed histograms of the latencies by their metric's key, for figures of future budgets
 */
public record RunRecord(
        int schema,
        String id,
        String test,
        Map<String, String> load,
        String epoch,
        String env,
        Map<String, String> envDetail,
        Instant startedAt,
        Instant orderedAt,
        String commit,
        String branch,
        String runUrl,
        String library,
        Standing standing,
        String why,
        Map<String, RecordedFigure> figures,
        Map<String, String> histograms)
        implements HistoryFiles.Versioned {

    /** The version of the format that this library writes, and the latest one that it reads. */
    public static final int SCHEMA = 1;

    private static final int SHORT_COMMIT = 8;

    public RunRecord {
        if (schema < 1) {
            throw new IllegalArgumentException("it has no schema");
        }
        id = text(id);
        test = required("test", test);
        load = sorted(required("load", load));
        epoch = text(epoch);
        env = required("env", env);
        envDetail = sorted(Objects.requireNonNullElse(envDetail, Map.of()));
        startedAt = required("started_at", startedAt);
        orderedAt = Objects.requireNonNullElse(orderedAt, startedAt);
        commit = text(commit);
        branch = text(branch);
        runUrl = text(runUrl);
        library = text(library);
        standing = required("standing", standing);
        why = text(why);
        figures = sorted(required("figures", figures));
        histograms = sorted(Objects.requireNonNullElse(histograms, Map.of()));
    }

    private static String text(String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /** Returns a run that is not written yet. */
    public static RunRecord of(
            String test,
            LoadSeries series,
            String epoch,
            MachineClass machine,
            Instant startedAt,
            Map<String, RecordedFigure> figures) {
        return new RunRecord(
                SCHEMA,
                "",
                test,
                series.settings(),
                epoch,
                machine.name(),
                machine.details(),
                startedAt,
                startedAt,
                "",
                "",
                "",
                "",
                Standing.COUNTS,
                "",
                figures,
                Map.of());
    }

    /** Returns a copy with the origin of its code. */
    public RunRecord from(String ofCommit, String ofBranch, String url, String version) {
        return new RunRecord(
                schema,
                id,
                test,
                load,
                epoch,
                env,
                envDetail,
                startedAt,
                orderedAt,
                ofCommit,
                ofBranch,
                url,
                version,
                standing,
                why,
                figures,
                histograms);
    }

    /** Returns a copy that says whether it counts. */
    public RunRecord with(Standing other, String reason) {
        return new RunRecord(
                schema,
                id,
                test,
                load,
                epoch,
                env,
                envDetail,
                startedAt,
                orderedAt,
                commit,
                branch,
                runUrl,
                library,
                other,
                reason,
                figures,
                histograms);
    }

    /** Returns a copy with all samples of its latencies, by their metric's key. */
    public RunRecord withHistograms(Map<String, Distribution> distributions) {
        Map<String, String> kept = new TreeMap<>();
        distributions.forEach((metric, samples) -> {
            if (!samples.isEmpty()) {
                kept.put(metric, PackedHistogram.pack(samples));
            }
        });
        return new RunRecord(
                schema, id, test, load, epoch, env, envDetail, startedAt, orderedAt, commit, branch, runUrl, library,
                standing, why, figures, kept);
    }

    RunRecord placed(String name, Instant place) {
        return new RunRecord(
                schema,
                name,
                test,
                load,
                epoch,
                env,
                envDetail,
                startedAt,
                place,
                commit,
                branch,
                runUrl,
                library,
                standing,
                why,
                figures,
                histograms);
    }

    LoadSeries series() {
        return new LoadSeries(load);
    }

    /** Returns the name of the run for display: the start of its commit, or the minute in which it started. */
    public String label() {
        return commit.isEmpty()
                ? startedAt.truncatedTo(ChronoUnit.MINUTES).toString()
                : commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }

    /** Returns the figure, computed from a histogram if it was not recorded; empty if neither exists. */
    public Optional<MeasuredFigure> figure(ComparedFigure figure) {
        RecordedFigure recorded = figures.get(figure.key());
        if (recorded != null) {
            return Optional.of(recorded.measured());
        }
        String kept = histograms.get(figure.metric().key());
        return kept == null || figure.stage().isPresent() ? Optional.empty() : of(kept, figure);
    }

    private static Optional<MeasuredFigure> of(String kept, ComparedFigure figure) {
        try {
            Distribution samples = PackedHistogram.unpack(kept);
            OptionalDouble value = samples.micros(figure.statistic());
            boolean isPercentile = figure.statistic().percent() > 0;
            Interval interval =
                    isPercentile ? samples.percentileInterval(figure.statistic().percent()) : Interval.UNBOUNDED;
            return value.isPresent() && value.getAsDouble() > 0
                    ? Optional.of(MeasuredFigure.of(value.getAsDouble(), interval, Interval.UNBOUNDED))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
