package dev.llmbench.report.files;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.LoadLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the figures of two runs: by how much the second differs, and whether that may be due to chance. */
public final class Comparison {
    private static final List<Metric> LATENCIES = List.of(
            Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TPOT, Metric.CHUNK_GAP, Metric.E2E, Metric.DISPATCH_LAG);
    private static final List<Statistic> STATISTICS =
            List.of(Statistic.MEAN, Statistic.percentile(50), Statistic.percentile(95), Statistic.percentile(99));
    private static final List<Metric> RATES = List.of(
            Metric.ERROR_RATE,
            Metric.GOOD_FRACTION,
            Metric.REQUEST_THROUGHPUT,
            Metric.OUTPUT_TOKEN_THROUGHPUT,
            Metric.TOTAL_TOKEN_THROUGHPUT,
            Metric.GOODPUT);
    private static final Set<Metric> MORE_IS_BETTER = Set.of(
            Metric.GOOD_FRACTION,
            Metric.REQUEST_THROUGHPUT,
            Metric.OUTPUT_TOKEN_THROUGHPUT,
            Metric.TOTAL_TOKEN_THROUGHPUT,
            Metric.GOODPUT);

    /** The keys of summary.json whose values must be equal for two runs to be comparable. */
    private static final List<String> CONDITIONS = List.of("endpoint", "model", "load", "dataset", "streaming");

    /** Ports from 33000 up are usually assigned at random. */
    private static final Pattern RANDOM_PORT =
            Pattern.compile("(?<=//(localhost|127\\.0\\.0\\.1|\\[::1]):)(3[3-9]|[4-6]\\d)\\d{3}");

    private static final String NONE = "none";

    private final ComparedRun before;
    private final ComparedRun after;

    private Comparison(ComparedRun before, ComparedRun after) {
        this.before = before;
        this.after = after;
    }

    /** The conclusion from the 95 % intervals of a figure. */
    public enum Finding {
        BETTER("apart: better"),
        WORSE("apart: worse"),
        OVERLAP("overlap"),
        /** One of the intervals has no bound on the side that matters. */
        UNKNOWN("not known");

        private final String words;

        Finding(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** A figure of both runs, for display.
     *
     * @param figure the name, such as {@code TTFT p95}
     * @param before the figure of the first run; {@code none} if there is none
     * @param after the figure of the second run
     * @param difference the difference in per cent of the first; empty if one of them is missing
     */
    public record Row(String figure, String before, String after, String difference, Finding finding) {}

    public static Comparison of(LoadResult before, LoadResult after) {
        return new Comparison(ComparedRun.of(before), ComparedRun.of(after));
    }

    /** Compares a run with an earlier one of which only the summary exists. */
    public static Comparison of(KeptSummary before, LoadResult after) {
        return new Comparison(before, ComparedRun.of(after));
    }

    /** Compares two runs of which only the summaries exist. */
    public static Comparison of(KeptSummary before, KeptSummary after) {
        return new Comparison(before, after);
    }

    /** Names the conditions in which the runs differ, so that their figures are not comparable; empty if there are none. */
    public Optional<String> unlike() {
        String differing = CONDITIONS.stream()
                .filter(name -> !condition(before, name).equals(condition(after, name)))
                .map(name -> name + " (" + shown(before, name) + " against " + shown(after, name) + ")")
                .collect(Collectors.joining(", "));
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of("The runs are not comparable: they differ in " + differing
                        + ", which alone may explain any difference");
    }

    private static String condition(ComparedRun run, String name) {
        return RANDOM_PORT.matcher(run.text(name)).replaceFirst("");
    }

    private static String shown(ComparedRun run, String name) {
        return run.text(name).isEmpty() ? NONE : run.text(name);
    }

    /** Returns the figures that at least one of the two runs has. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Metric metric : LATENCIES) {
            STATISTICS.forEach(statistic -> add(rows, metric, statistic));
        }
        RATES.forEach(metric -> add(rows, metric, Statistic.VALUE));
        return rows;
    }

    private void add(List<Row> rows, Metric metric, Statistic statistic) {
        OptionalDouble one = before.value(metric, statistic);
        OptionalDouble other = after.value(metric, statistic);
        if (one.isPresent() || other.isPresent()) {
            rows.add(new Row(
                    (metric.label() + " " + statistic.label()).strip(),
                    shown(metric, one),
                    shown(metric, other),
                    difference(one, other),
                    finding(metric, statistic)));
        }
    }

    private static String shown(Metric metric, OptionalDouble value) {
        return value.isEmpty() ? NONE : Format.value(metric, value.getAsDouble());
    }

    /** Returns by how much the second figure differs, in per cent of the first; empty if one of them is missing. */
    public static String difference(OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) {
            return "";
        }
        if (one.getAsDouble() == other.getAsDouble()) {
            return "0 %";
        }
        if (one.getAsDouble() == 0) {
            return "from zero";
        }
        String percent = String.format(
                Locale.ROOT, "%+.1f %%", (other.getAsDouble() - one.getAsDouble()) / one.getAsDouble() * 100);
        return percent.substring(1).equals("0.0 %") ? "0 %" : percent;
    }

    private Finding finding(Metric metric, Statistic statistic) {
        Interval one = before.interval(metric, statistic);
        Interval other = after.interval(metric, statistic);
        boolean rose = isBelow(one, other);
        if (rose || isBelow(other, one)) {
            return rose == MORE_IS_BETTER.contains(metric) ? Finding.BETTER : Finding.WORSE;
        }
        return one.isBounded() && other.isBounded() ? Finding.OVERLAP : Finding.UNKNOWN;
    }

    private static boolean isBelow(Interval one, Interval other) {
        return one.upper().isPresent()
                && other.lower().isPresent()
                && one.upper().getAsDouble() < other.lower().getAsDouble();
    }

    /** The known figures of a run, to be compared with those of another. */
    interface ComparedRun {

        /** Returns a figure: microseconds, a fraction between 0 and 1, or a rate per second; empty if it is unknown. */
        OptionalDouble value(Metric metric, Statistic statistic);

        /** Returns its 95 % interval, in the same unit. */
        Interval interval(Metric metric, Statistic statistic);

        /** Returns a setting of the run by its name in summary.json, such as {@code endpoint}; empty if it is unknown. */
        String text(String name);

        static ComparedRun of(LoadResult result) {
            LoadPlan plan = result.plan();
            Map<String, String> texts = Map.of(
                    "endpoint", plan.target().shownEndpoint(),
                    "model", plan.request().model().orElse(""),
                    "load", LoadLine.of(plan),
                    "dataset", plan.dataset(),
                    "streaming", String.valueOf(plan.request().streaming()));
            return new ComparedRun() {
                @Override
                public String text(String name) {
                    return texts.getOrDefault(name, "");
                }

                @Override
                public OptionalDouble value(Metric metric, Statistic statistic) {
                    return result.run().value(metric, statistic);
                }

                @Override
                public Interval interval(Metric metric, Statistic statistic) {
                    return result.interval(metric, statistic);
                }
            };
        }
    }
}
