package dev.llmbench.report.json;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.report.OverallVerdict;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main figures of a run as names and values, for reports with little room. */
public final class MainFigures {
    private static final List<Metric> LATENCIES = List.of(Metric.TTFT, Metric.TPOT, Metric.E2E);
    private static final List<Statistic> STATISTICS =
            List.of(Statistic.percentile(50), Statistic.percentile(95), Statistic.percentile(99));
    private static final List<Metric> RATES =
            List.of(Metric.REQUEST_THROUGHPUT, Metric.OUTPUT_TOKEN_THROUGHPUT, Metric.GOODPUT);
    private static final int DECIMALS = 3;
    private static final int SHARE_DECIMALS = 6;

    private MainFigures() {}

    /**
     * Returns counts, rates and latencies by their names in {@code summary.json}, after the overall verdict: {@code requests},
     * {@code error_rate}, {@code request_throughput}, {@code ttft_p95_ms} and so on, and the
     * verdicts of comparisons with a baseline. Figures that were not measured are left out.
     */
    public static Map<String, String> of(LoadResult result, List<VerdictLine> verdicts) {
        Measurement run = result.run();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("verdict", OverallVerdict.of(result, verdicts).word());
        figures.put("requests", String.valueOf(run.ok() + run.errors() + run.interrupted()));
        figures.put("ok", String.valueOf(run.ok()));
        figures.put("errors", String.valueOf(run.errors()));
        put(figures, "error_rate", JsonFormat.decimal(run.errorRate(), SHARE_DECIMALS));
        for (Metric rate : RATES) {
            put(figures, rate.key(), JsonFormat.decimal(run.value(rate, Statistic.VALUE), DECIMALS));
        }
        for (Metric latency : LATENCIES) {
            for (Statistic statistic : STATISTICS) {
                String name = latency.key() + "_" + statistic.label() + "_ms";
                put(figures, name, JsonFormat.millis(run.latency(latency).micros(statistic)));
            }
        }
        result.comparisons()
                .all()
                .forEach(comparison -> figures.put(
                        "baseline." + comparison.verdict().budget().figure().key(),
                        comparison.verdict().message()));
        return figures;
    }

    private static void put(Map<String, String> figures, String name, @Nullable BigDecimal value) {
        if (value != null) {
            figures.put(name, value.toPlainString());
        }
    }
}
