package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.LoadLine;
import dev.llmbench.report.SafeText;
import dev.llmbench.report.Terminal;
import dev.llmbench.result.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Formats the live view. Rates and TTFT cover the last seconds, errors the whole run so far. */
final class LiveText {
    private static final String INDENT = "  ";
    private static final String LATELY = " (last " + RecentTallies.WINDOW.toSeconds() + " s)";
    private static final int LONGEST_BAR = 40;
    private static final int LEAST_BAR = 8;

    private final Terminal terminal;
    private final List<String> stages;
    private final boolean staged;

    LiveText(LoadPlan plan, Terminal terminal) {
        this.terminal = terminal;
        this.staged = plan.load().model() != LoadModel.TRACE;
        this.stages = LoadLine.stages(plan.load());
    }

    /** Returns the lines of the view, each at most as wide as the terminal. */
    List<String> lines(Progress now, RecentTallies recent) {
        return List.of(
                fitted(where(now)),
                fitted(load(now, recent)),
                fitted(ttft(recent.ttft())),
                fitted("errors " + ConsoleProgress.errors(now.tally())));
    }

    /** Returns the line that is kept when the run is over. */
    String lastLine(Progress now, RecentTallies recent) {
        return terminal.signs(ConsoleProgress.line(now.withTtft(recent.ttft()), recent.perSecond(Tally::ok)));
    }

    private String where(Progress now) {
        String times = ConsoleProgress.clock(now.elapsed()) + " / " + ConsoleProgress.clock(now.planned()) + INDENT
                + left(now);
        String stage = terminal.signs(
                now.isDraining() ? "draining" : ConsoleProgress.stage(now).strip() + words(now));
        int room = terminal.width() - 1 - 3 * INDENT.length() - times.length();
        int bar = Math.max(LEAST_BAR, Math.min(LONGEST_BAR, room - stage.length()));
        return SafeText.oneLine(stage, Math.max(1, room - bar)) + INDENT + bar(now, bar) + INDENT + times;
    }

    private String words(Progress now) {
        return staged && now.stage() > 0 ? INDENT + stages.get(now.stage() - 1) : "";
    }

    private static String left(Progress now) {
        Duration left = now.planned().minus(now.elapsed());
        return now.isDraining() ? "waiting for the last answers" : ConsoleProgress.clock(left) + " left";
    }

    private String bar(Progress now, int length) {
        double share =
                (double) now.elapsed().toNanos() / Math.max(1, now.planned().toNanos());
        int done = (int) Math.min(length, Math.floor(share * length));
        return (terminal.unicode() ? "█" : "#").repeat(done) + (terminal.unicode() ? "░" : ".").repeat(length - done);
    }

    private static String load(Progress now, RecentTallies recent) {
        return String.format(
                Locale.ROOT,
                "%-10s  in flight %-4d  %s req/s  %s output tok/s%s",
                ConsoleProgress.level(now),
                now.inFlight(),
                Format.digits(recent.perSecond(Tally::ok)),
                Format.digits(recent.perSecond(Tally::outputTokens)),
                LATELY);
    }

    private static String ttft(Distribution ttft) {
        return "TTFT p50 " + ConsoleProgress.ttft(ttft, Statistic.percentile(50)) + ", p95 "
                + ConsoleProgress.ttft(ttft, Statistic.percentile(95)) + LATELY;
    }

    /** Leaves the last column free, because some terminals wrap as soon as it is written. */
    private String fitted(String line) {
        return SafeText.oneLine(terminal.signs(INDENT + line), terminal.width() - 1);
    }
}
