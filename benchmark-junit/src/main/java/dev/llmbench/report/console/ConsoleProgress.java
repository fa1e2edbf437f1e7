package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Figures;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.RunLines;
import dev.llmbench.report.Terminal;
import dev.llmbench.result.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Prints a plain line every few seconds of a run, the same in a terminal, an IDE and a CI log. Rate and TTFT cover the time
 * since the previous line; errors cover the whole run so far. Used by one thread.
 */
public final class ConsoleProgress implements ProgressView {
    /** The default time between two lines. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private static final Statistic P95 = Statistic.percentile(95);

    private final Duration interval;
    private final Terminal terminal;
    private final Consumer<String> printer;
    private Duration last = Duration.ZERO;
    private long okAtLast;

    /**
     * Creates a view that has printed nothing yet.
     *
     * @param interval the time between two lines
     * @param terminal the capabilities of the terminal that the lines are printed to
     * @param printer takes whole lines without line ends, such as {@link Console#print}
     */
    public ConsoleProgress(Duration interval, Terminal terminal, Consumer<String> printer) {
        this.interval = interval;
        this.terminal = terminal;
        this.printer = printer;
    }

    /** Returns the line before the first: what is about to run, and how long that takes at most. */
    public static String opening(LoadPlan plan, Terminal terminal) {
        String warning = plan.target().isUnverified() ? "\nNOT SECURE: " + RunLines.UNVERIFIED : "";
        return terminal.signs("Load test " + plan.test() + ": " + LoadLine.of(plan) + " on "
                + plan.target().shownEndpoint()
                + plan.against()
                        .map(baseline -> " against " + baseline.target().shownEndpoint())
                        .orElse("")
                + ", at most " + Durations.format(plan.hardDeadline()) + warning);
    }

    @Override
    public void tick(Duration elapsed, Supplier<Progress> progress) {
        if (elapsed.minus(last).compareTo(interval) < 0) {
            return;
        }
        Progress now = progress.get();
        double seconds = elapsed.minus(last).toNanos() / 1e9;
        printer.accept(terminal.signs(line(now, (now.tally().ok() - okAtLast) / seconds)));
        last = elapsed;
        okAtLast = now.tally().ok();
    }

    /** Returns the line, padded so that successive lines are aligned. */
    static String line(Progress now, double okPerSecond) {
        String planned = clock(now.planned());
        String stage = stage(now);
        Tally tally = now.tally();
        return String.format(
                        Locale.ROOT,
                        "  %" + planned.length()
                                + "s / %s  %s  %-10s  in flight %-3d  %5s req/s  TTFT p95 %-7s  errors %s",
                        clock(now.elapsed()),
                        planned,
                        now.isDraining() ? "draining" + " ".repeat(stage.length() - 8) : stage,
                        level(now),
                        now.inFlight(),
                        Format.digits(okPerSecond),
                        ttft(tally.recentTtft(), P95),
                        errors(tally))
                .stripTrailing();
    }

    static String stage(Progress now) {
        if (now.model() == LoadModel.TRACE) {
            long percent =
                    100 * now.elapsed().toMillis() / Math.max(1, now.planned().toMillis());
            return String.format(Locale.ROOT, "trace %2d %%", Math.min(99, percent));
        }
        return now.stage() == 0 ? "warm-up  " : "stage " + now.stage() + "/" + now.stages();
    }

    static String level(Progress now) {
        return now.model().isOpen() ? Format.digits(now.level()) + "/s due" : "users " + Math.round(now.level());
    }

    static String ttft(Distribution recent, Statistic statistic) {
        return recent.isEmpty() ? "-" : Format.micros(recent.micros(statistic).getAsDouble());
    }

    static String errors(Tally tally) {
        long requests = tally.ok() + tally.errors();
        double share = requests == 0 ? 0 : (double) tally.errors() / requests;
        return Figures.count(tally.errors()) + " (" + Format.percent(share) + ")"
                + tally.commonestError().map(kind -> ", most " + kind.word()).orElse("");
    }

    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
