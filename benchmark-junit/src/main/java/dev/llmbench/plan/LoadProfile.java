package dev.llmbench.plan;

import java.time.Duration;
import java.util.List;

/**
 * A load of a well-known shape, up to a level that the test sets. Its stages are those of {@link #stages}; a test with
 * explicit stages keeps the profile's purpose and changes its shape.
 *
 * <pre>{@code
 * LoadTestBuilder described = LoadTest.builder().profile(LoadProfile.SPIKE).target(40).duration(ofMinutes(5));
 * }</pre>
 */
public enum LoadProfile {
    /** Rises to the level in the first tenth of the time, but at most a minute, and holds it. Takes 5 minutes by default. */
    LOAD(Duration.ofMinutes(5)),
    /**
     * Rises to the level in the first fiftieth of the time, but at most 5 minutes, and holds it: for drift. Takes an hour by
     * default.
     */
    SOAK(Duration.ofHours(1)),
    /**
     * A tenth of the level for two fifths of the time, then the level at once for a fifth, then the tenth again: for
     * recovery. Takes 5 minutes by default.
     */
    SPIKE(Duration.ofMinutes(5)),
    /**
     * Rises evenly from zero to the level and ends when a budget stays broken for a sustained time: for the highest level
     * within the budgets. Takes 10 minutes by default.
     */
    BREAKPOINT(Duration.ofMinutes(10)),
    /**
     * Holds one rate after another, bisecting between a rate that held the budgets and one that broke them: for the highest
     * rate that holds, to a given precision. See {@link RateSearch}.
     */
    SEARCH(Duration.ZERO);

    private static final double SPIKE_BASE = 0.1;

    private final Duration defaultLength;

    LoadProfile(Duration defaultLength) {
        this.defaultLength = defaultLength;
    }

    /** Returns how long it takes by default; zero if that follows from other settings. */
    public Duration defaultLength() {
        return defaultLength;
    }

    /** Whether it searches for the level at which a budget breaks. */
    public boolean seeksBreakpoint() {
        return this == BREAKPOINT || this == SEARCH;
    }

    /** Returns the default load model: a rate for a breakpoint, users for all others. */
    public LoadModel defaultModel() {
        return seeksBreakpoint() ? LoadModel.ARRIVAL_RATE : LoadModel.VIRTUAL_USERS;
    }

    /**
     * Returns the level at the start of its first stage.
     *
     * @param target the highest level
     */
    public double start(double target, LoadModel model) {
        return switch (this) {
            case SPIKE -> base(target, model);
            case SEARCH -> 0;
            default -> model.isOpen() ? 0 : Math.min(1, target);
        };
    }

    /**
     * Returns its stages.
     *
     * @param target the highest level: virtual users, or requests per second
     * @param length how long all of them take together
     * @throws ConfigurationException if the target is not above 0
     */
    public List<Stage> stages(double target, Duration length, LoadModel model) {
        if (!(target > 0)) {
            throw ConfigurationException.of(
                    "target",
                    LoadModel.number(target),
                    "profile = " + name() + " needs a level above 0",
                    "Write for example target = 10");
        }
        return switch (this) {
            case LOAD -> rampAndHold(target, length, length.dividedBy(10), Duration.ofMinutes(1));
            case SOAK -> rampAndHold(target, length, length.dividedBy(50), Duration.ofMinutes(5));
            case SPIKE -> spike(target, base(target, model), length);
            case BREAKPOINT -> List.of(new Stage(target, length));
            case SEARCH -> throw new IllegalStateException("RateSearch has the stages of a search");
        };
    }

    private static double base(double target, LoadModel model) {
        return model.isOpen() ? target * SPIKE_BASE : Math.max(1, Math.rint(target * SPIKE_BASE));
    }

    private static List<Stage> rampAndHold(double target, Duration length, Duration share, Duration longest) {
        Duration ramp = share.compareTo(longest) < 0 ? share : longest;
        return List.of(new Stage(target, ramp), new Stage(target, length.minus(ramp)));
    }

    private static List<Stage> spike(double target, double base, Duration length) {
        Duration peak = length.dividedBy(5);
        Duration before = peak.multipliedBy(2);
        return List.of(
                new Stage(base, before),
                new Stage(target, Duration.ZERO),
                new Stage(target, peak),
                new Stage(base, Duration.ZERO),
                new Stage(base, length.minus(before).minus(peak)));
    }
}
