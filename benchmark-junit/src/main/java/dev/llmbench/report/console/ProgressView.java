package dev.llmbench.report.console;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ProgressStyle;
import dev.llmbench.report.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Shows the progress of a run on the console. Used by one thread at a time. */
public interface ProgressView extends AutoCloseable {

    /** A view that shows nothing. */
    ProgressView NONE = (elapsed, progress) -> {};

    /**
     * Shows the progress of the run if an update is due. Call this often.
     *
     * @param elapsed the time since the start of the run
     * @param progress called only if an update is due, since each call starts a new tally
     */
    void tick(Duration elapsed, Supplier<Progress> progress);

    /** Ends the view; the last output is kept. */
    @Override
    default void close() {}

    /**
     * Creates a view on standard output.
     *
     * @param plan the plan of the run
     * @param style the style that the user asks for
     * @param environment the environment variables, which reveal terminals and CI systems
     */
    static ProgressView ofStandardOutput(LoadPlan plan, ProgressStyle style, Map<String, String> environment) {
        return switch (style) {
            case NONE -> NONE;
            case LINES -> lines();
            case LIVE -> Console.isStandardOutput() ? live(plan) : lines();
            case AUTO -> Console.isStandardOutput() && LiveTerminal.isThere(environment) ? live(plan) : lines();
        };
    }

    private static ProgressView lines() {
        return new ConsoleProgress(ConsoleProgress.DEFAULT_INTERVAL, Terminal.ofStandardOutput(), Console::print);
    }

    private static ProgressView live(LoadPlan plan) {
        return new LiveProgress(
                plan, Terminal.ofStandardOutput().withWidth(LiveTerminal.width()), Console.Live.start());
    }
}
