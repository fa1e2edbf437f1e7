package dev.llmbench.result;

import dev.llmbench.plan.LoadModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The level at which the load broke a budget, in requests per second or virtual users.
 *
 * <pre>{@code
 * result.breakpoint().ifPresent(breakpoint -> System.out.println(breakpoint));
 * }</pre>
 *
 * @param model the load model, which determines the unit of the level
 * @param held the highest level below {@code broke} at which all budgets held; empty if there is none
 * @param broke the lowest level at which a budget was broken for a sustained time; empty if there is none
 * @param cause which budget was broken; empty if none was
 * @param levels the findings at each level, in chronological order
 */
public record Breakpoint(
        LoadModel model, OptionalDouble held, OptionalDouble broke, Optional<String> cause, List<Level> levels) {

    /** The outcome of a level. */
    public enum Finding {
        /** All budgets held. */
        HELD,
        /** A budget was over its limit. */
        BROKE,
        /** There were too few requests to tell, or the load generator stalled too often. */
        UNTOLD
    }

    /**
     * One level of the load.
     *
     * @param level the level; the mean if the load was rising
     * @param from its start, counted from the start of the run
     * @param to its end
     * @param finding its outcome
     * @param cause what was over its limit, or that the load generator stalled too often to tell; otherwise empty
     */
    public record Level(double level, Duration from, Duration to, Finding finding, String cause) {}

    public Breakpoint {
        levels = List.copyOf(levels);
    }

    List<Double> triedLevels() {
        return levels.stream().map(Level::level).toList();
    }

    /** Returns the finding in one sentence. */
    public String inWords() {
        String upTo = held.isPresent() ? "held " + shown(held.getAsDouble()) : "held no level that was tried";
        return upTo
                + (broke.isPresent()
                        ? ", broke at " + shown(broke.getAsDouble()) + ": " + cause.orElse("")
                        : ", and nothing broke");
    }

    /** Formats a level, such as {@code 38.5/s} or {@code 40 users}: the mean of a rising load may have many digits. */
    public String shown(double level) {
        return model.words(new BigDecimal(level).round(new MathContext(3)).doubleValue());
    }
}
