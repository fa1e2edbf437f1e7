package dev.llmbench.report.console;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.ProgressStyle;
import dev.llmbench.report.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Shows on the console where a run stands. Used by one thread at a time. */
public interface ProgressView extends AutoCloseable {

    /** Shows nothing. */
    ProgressView NONE = (elapsed, progress) -> {};

    /**
     * Shows where the run stands, if that is due. To be called often.
     *
     * @param elapsed since the start of the run
     * @param progress asked only when it is due, for a tally starts afresh each time
     */
    void tick(Duration elapsed, Supplier<Progress> progress);

    /** Ends the view; what it showed last stays. */
    @Override
    default void close() {}

    /**
     * A view on standard output.
     *
     * @param plan what is run
     * @param style what the user asks for
     * @param environment the environment variables, which tell terminals and CI systems
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
