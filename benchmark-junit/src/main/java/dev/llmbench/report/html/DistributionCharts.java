package dev.llmbench.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.Figures;
import dev.llmbench.report.json.JsonFormat;
import dev.llmbench.result.LoadResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Draws the distribution of latencies over the whole run. */
final class DistributionCharts {
    private static final int POINTS_PER_NINE = 20;
    private static final int MOST_NINES = 6;
    private static final List<Metric> METRICS = List.of(Metric.TTFT, Metric.TPOT, Metric.CHUNK_GAP, Metric.E2E);
    private static final List<Integer> TONES = List.of(1, 2, 3, 4);

    private final LoadResult result;

    DistributionCharts(LoadResult result) {
        this.result = result;
    }

    /** Draws the percentile curves in the style of HdrHistogram. */
    List<Chart> ofPercentiles() {
        long most = METRICS.stream()
                .mapToLong(metric -> result.run().latency(metric).count())
                .max()
                .orElse(0);
        if (most == 0) {
            return List.of();
        }
        double[] nines = nines(most);
        ObjectNode data = JsonFormat.object().put("kind", "percentiles").put("unit", "ms");
        data.set("x", Series.array(nines));
        ArrayNode lines = data.putArray("series");
        for (int i = 0; i < METRICS.size(); i++) {
            Distribution latency = result.run().latency(METRICS.get(i));
            if (!latency.isEmpty()) {
                lines.add(new Series(METRICS.get(i).label(), TONES.get(i), curve(latency, nines)).json());
            }
        }
        return List.of(new Chart(
                "percentiles",
                "Percentile curves",
                "Each step to the right adds one nine: how slow the slowest tenth, hundredth and thousandth are. Both"
                        + " axes are logarithmic. A curve ends where there are no more requests.",
                data));
    }

    private static double[] nines(long samples) {
        double most = Math.min(MOST_NINES, Math.log10((double) samples));
        double[] nines = new double[(int) Math.floor(most * POINTS_PER_NINE) + 1];
        Arrays.setAll(nines, i -> (double) i / POINTS_PER_NINE);
        return nines;
    }

    private static double[] curve(Distribution latency, double[] nines) {
        double[] values = new double[nines.length];
        Arrays.setAll(values, i -> {
            double tail = Math.pow(10, -nines[i]);
            if (tail * latency.count() < 1) {
                return Double.NaN;
            }
            Statistic statistic = i == 0 ? Statistic.MIN : Statistic.percentile(100 * (1 - tail));
            return latency.micros(statistic).orElse(Double.NaN) / 1e3;
        });
        return values;
    }

    List<Chart> ofHistograms() {
        return Stream.of(Metric.TTFT, Metric.TPOT, Metric.E2E)
                .filter(metric -> !result.run().latency(metric).isEmpty())
                .map(this::histogram)
                .toList();
    }

    private Chart histogram(Metric metric) {
        Distribution latency = result.run().latency(metric);
        Histogram bars = Histogram.of(latency);
        ObjectNode data =
                JsonFormat.object().put("kind", "bars").put("unit", "ms").put("width", bars.widthMicros() / 1e3);
        data.set("x", Series.array(bars.startsMillis()));
        data.putArray("series").add(new Series("requests", TONES.get(METRICS.indexOf(metric)), bars.counts()).json());
        String beyond = bars.beyond() == 0
                ? ""
                : " " + Figures.count(bars.beyond()) + " slower ones, up to "
                        + Format.micros(latency.micros(Statistic.MAX).orElse(0)) + ", are beyond the right end.";
        return new Chart(
                "histogram-" + metric.key(),
                "Histogram of " + metric.label() + Figures.estimated(result, metric),
                Figures.counted(latency.count(), "request") + ", bars " + Format.micros(bars.widthMicros()) + " wide."
                        + beyond,
                data);
    }

    /** Draws TTFT against the length of the prompt. Returns no chart if no request has both. */
    List<Chart> ofScatter(NotableRequests.TokenScatter scatter) {
        List<NotableRequests.TokenScatter.Point> points = new ArrayList<>(scatter.points());
        if (points.isEmpty()) {
            return List.of();
        }
        points.sort((a, b) -> Integer.compare(a.promptTokens(), b.promptTokens()));
        ObjectNode data =
                JsonFormat.object().put("kind", "scatter").put("unit", "ms").put("x_unit", "prompt tokens");
        data.set(
                "x",
                Series.array(points.stream()
                        .mapToDouble(NotableRequests.TokenScatter.Point::promptTokens)
                        .toArray()));
        double[] millis =
                points.stream().mapToDouble(point -> point.ttftMicros() / 1e3).toArray();
        data.putArray("series").add(new Series(Metric.TTFT.label(), 1, millis).json());
        String shown = scatter.seen() > points.size()
                ? "A random sample of " + Figures.count(points.size()) + " of "
                        + Figures.counted(scatter.seen(), "request") + "."
                : "Each of " + Figures.counted(scatter.seen(), "request") + ".";
        return List.of(new Chart(
                "scatter",
                "TTFT by prompt tokens",
                shown + " A cloud that rises to the right means that TTFT depends on the length of the prompt.",
                data));
    }

    /**
     * A latency in bars of equal, round width. A long tail would leave no room for the rest, so samples far beyond the
     * p99 are counted but not drawn.
     *
     * @param widthMicros the width of each bar
     * @param startsMillis the start of each bar
     * @param counts the number of samples in each bar
     * @param beyond the number of samples beyond the last bar
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Histogram(double widthMicros, double[] startsMillis, double[] counts, long beyond) {
        private static final int MOST_BARS = 40;
        private static final double FAR = 1.5;
        /** The minimum width; narrower bars would show the buckets of the underlying histogram. */
        private static final double LEAST_SHARE = 0.002;

        static Histogram of(Distribution latency) {
            double least = latency.micros(Statistic.MIN).orElse(0);
            double p99 = latency.micros(Statistic.percentile(99)).orElse(0);
            double greatest = latency.micros(Statistic.MAX).orElse(0);
            double end = greatest > FAR * p99 ? p99 : greatest;
            double width = round(Math.max((end - least) / (MOST_BARS - 2), greatest * LEAST_SHARE));
            double first = Math.floor(least / width) * width;
            double[] counts = new double[(int) Math.floor((end - first) / width) + 1];
            AtomicLong beyond = new AtomicLong();
            latency.forEachBucket((micros, count) -> {
                int bar = (int) Math.floor((Math.max((double) micros, least) - first) / width);
                if (bar < counts.length) {
                    counts[bar] += count;
                } else {
                    beyond.addAndGet(count);
                }
            });
            double[] starts = new double[counts.length];
            Arrays.setAll(starts, i -> (first + i * width) / 1e3);
            return new Histogram(width, starts, counts, beyond.get());
        }

        /** Returns the next of 1, 2, 5, 10, … microseconds. */
        private static double round(double width) {
            double ten = Math.pow(10, Math.floor(Math.log10(Math.max(1, width))));
            for (double step : new double[] {1, 2, 5}) {
                if (step * ten >= width) {
                    return step * ten;
                }
            }
            return 10 * ten;
        }
    }
}
