package dev.llmbench.report.console;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A view of a few lines that is rewritten in place twice a second. Its last state is kept as one line. */
final class LiveProgress implements ProgressView {
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final LiveText text;
    private final LiveBlock block;
    private final RecentTallies recent = new RecentTallies();
    private Duration last = Duration.ZERO;
    private List<String> atTheEnd = List.of();

    LiveProgress(LoadPlan plan, Terminal terminal, LiveBlock block) {
        this.text = new LiveText(plan, terminal);
        this.block = block;
    }

    @Override
    public void tick(Duration elapsed, Supplier<Progress> progress) {
        if (elapsed.minus(last).compareTo(INTERVAL) < 0) {
            return;
        }
        last = elapsed;
        Progress now = progress.get();
        recent.add(elapsed, now.tally());
        block.show(text.lines(now, recent));
        atTheEnd = List.of(text.lastLine(now, recent));
    }

    @Override
    public void close() {
        block.close(atTheEnd);
    }
}
