package dev.llmbench.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How much load, when.
 *
 * @param model what the targets count
 * @param startUsers virtual users at the start of the first stage
 * @param stages the stages in order; at least one
 * @param gracefulStop how long a user that is to stop may still wait for its answer before it is cut off
 * @param thinkTime how long a user pauses between an answer and its next request
 * @param seed makes the order of the prompts repeatable
 */
public record Load(
        LoadModel model, int startUsers, List<Stage> stages, Duration gracefulStop, Duration thinkTime, long seed) {

    private static final Duration LONGEST = Duration.ofDays(30);

    public Load {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw ConfigurationException.saying(
                    "stages is empty: a load test needs at least one stage. Write for example"
                            + " stages = @Stage(target = 10, duration = \"30s\").");
        }
        if (startUsers < 0) {
            throw ConfigurationException.of("startUsers", startUsers, "users are not negative", "Write 0 or more");
        }
        for (Stage stage : stages) {
            if (stage.target() != Math.rint(stage.target())) {
                throw ConfigurationException.of(
                        "stages.target", stage.target(), "virtual users are whole", "Write a whole number");
            }
        }
        if (startUsers == 0 && stages.stream().allMatch(stage -> stage.target() == 0)) {
            throw ConfigurationException.saying(
                    "stages never have a user: startUsers and every target are 0. Give a stage a target of 1 or more.");
        }
        Duration length = length(stages);
        if (length.isZero()) {
            throw ConfigurationException.saying(
                    "stages last no time at all: give at least one of them a duration, for example \"30s\".");
        }
        if (length.compareTo(LONGEST) > 0) {
            throw ConfigurationException.of(
                    "stages", Durations.format(length), "a run lasts at most 30 days", "Shorten the stages");
        }
        requireNotNegative("gracefulStop", gracefulStop);
        requireNotNegative("thinkTime", thinkTime);
    }

    private static void requireNotNegative(String attribute, Duration duration) {
        if (duration.isNegative()) {
            throw ConfigurationException.of(attribute, duration, "a duration is not negative", "Write 0s or more");
        }
    }

    /** The planned length of all stages together. */
    public Duration length() {
        return length(stages);
    }

    private static Duration length(List<Stage> stages) {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Whether the load is held at one level all the time. Stages of no length, which jump to their target, don't count.
     *
     * @param stage the stage, counted from 1; empty for the run
     */
    public boolean isSteady(OptionalInt stage) {
        int first = stage.isPresent() ? stage.getAsInt() - 1 : 0;
        int end = stage.isPresent() ? first + 1 : stages.size();
        Set<Double> levels = new HashSet<>();
        for (int i = first; i < end; i++) {
            if (!stages.get(i).duration().isZero()) {
                levels.add(i == 0 ? startUsers : stages.get(i - 1).target());
                levels.add(stages.get(i).target());
            }
        }
        return levels.size() == 1;
    }

    /** The most users that the plan has at once. */
    public int peakUsers() {
        return (int) stages.stream().mapToDouble(Stage::target).reduce(startUsers, Math::max);
    }
}
