package dev.llmbench.plan;

import java.time.Duration;

/**
 * One stage of the load, which moves from the previous level to its target in equal steps.
 *
 * <pre>{@code
 * var stage = new dev.llmbench.plan.Stage(10, ofSeconds(30));
 * }</pre>
 *
 * @param target the level at the end of the stage: virtual users, or requests per second
 * @param duration the stage's length; zero jumps to the target
 */
public record Stage(double target, Duration duration) {
    static final int MOST = 1_000_000;

    public Stage {
        if (!(target >= 0 && target <= MOST)) {
            throw ConfigurationException.of(
                    "stages.target", target, "a target is between 0 and " + MOST, "Write for example 10");
        }
        if (duration.isNegative()) {
            throw ConfigurationException.of(
                    "stages.duration", duration, "a duration is not negative", "Write 0s or more");
        }
    }
}
