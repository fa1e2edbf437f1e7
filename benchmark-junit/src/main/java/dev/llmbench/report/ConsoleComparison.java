package dev.llmbench.report;

import dev.llmbench.metric.Interval;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.LoadResult;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Sets the figures of two runs side by side. */
public final class ConsoleComparison {
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
    private static final String NONE = "-";
    private static final String BETTER = "apart: better";
    private static final String WORSE = "apart: worse";

    private final LoadResult a;
    private final LoadResult b;
    private final Terminal terminal;
    private final Page page;
    private final Table table = new Table("Figure", "A", "B", "B - A", "95 % intervals");

    private ConsoleComparison(LoadResult a, LoadResult b, Terminal terminal) {
        this.a = a;
        this.b = b;
        this.terminal = terminal;
        this.page = new Page(terminal);
    }

    /**
     * Each figure of both runs, by how much the second differs from the first, and whether their 95 % intervals are apart;
     * {@code -} where one of them has no bound on the side that matters. Lines end in {@code \n}.
     */
    public static String render(LoadResult a, LoadResult b, Terminal terminal) {
        return new ConsoleComparison(a, b, terminal).render();
    }

    private String render() {
        page.blank();
        run("A", a);
        run("B", b);
        for (Metric metric : LATENCIES) {
            STATISTICS.forEach(statistic -> row(metric, statistic));
        }
        RATES.forEach(metric -> row(metric, Statistic.VALUE));
        page.table(table, ConsoleComparison::colour);
        return page.toString();
    }

    private void run(String name, LoadResult result) {
        page.field(
                name,
                result.plan().test() + " at " + result.facts().startedAt().truncatedTo(ChronoUnit.SECONDS) + ", "
                        + result.plan().target().shownEndpoint()
                        + result.plan()
                                .request()
                                .model()
                                .map(model -> ", " + model)
                                .orElse("") + "; "
                        + LoadLine.of(result.plan()) + "; "
                        + Figures.count(result.run().ok()) + " ok, "
                        + Figures.counted(result.run().errors(), "error")
                        + (result.validity().isValid() ? "" : "; INVALID"));
    }

    private void row(Metric metric, Statistic statistic) {
        OptionalDouble before = a.run().value(metric, statistic);
        OptionalDouble after = b.run().value(metric, statistic);
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        table.row(
                (metric.label() + " " + statistic.label()).strip(),
                shown(metric, before),
                shown(metric, after),
                difference(before, after),
                intervals(metric, statistic));
    }

    private String shown(Metric metric, OptionalDouble value) {
        return value.isEmpty() ? NONE : terminal.signs(Show.value(metric, value.getAsDouble()));
    }

    private static String difference(OptionalDouble before, OptionalDouble after) {
        if (before.isEmpty() || after.isEmpty()) {
            return NONE;
        }
        if (before.getAsDouble() == after.getAsDouble()) {
            return "0 %";
        }
        if (before.getAsDouble() == 0) {
            return NONE;
        }
        return String.format(
                Locale.ROOT, "%+.1f %%", (after.getAsDouble() - before.getAsDouble()) / before.getAsDouble() * 100);
    }

    private String intervals(Metric metric, Statistic statistic) {
        Interval before = a.interval(metric, statistic);
        Interval after = b.interval(metric, statistic);
        boolean rose = isBelow(before, after);
        if (rose || isBelow(after, before)) {
            return rose == MORE_IS_BETTER.contains(metric) ? BETTER : WORSE;
        }
        return before.isBounded() && after.isBounded() ? "overlap" : NONE;
    }

    /** What chance seldom does is worth a colour. */
    private static Optional<Boolean> colour(String line) {
        return line.endsWith(BETTER) ? Optional.of(true) : line.endsWith(WORSE) ? Optional.of(false) : Optional.empty();
    }

    private static boolean isBelow(Interval one, Interval other) {
        return one.upper().isPresent()
                && other.lower().isPresent()
                && one.upper().getAsDouble() < other.lower().getAsDouble();
    }
}
