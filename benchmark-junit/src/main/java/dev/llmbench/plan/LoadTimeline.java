package dev.llmbench.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The levels of a load over time: where it has a spike, and where it is held.
 *
 * <pre>{@code
 * Duration steady = LoadTimeline.of(result.plan().load()).longestSteady().to();
 * }</pre>
 */
public final class LoadTimeline {
    private final Load load;
    private final List<Stage> stages;

    private LoadTimeline(Load load) {
        this.load = load;
        this.stages = load.stages();
    }

    public static LoadTimeline of(Load load) {
        return new LoadTimeline(load);
    }

    /**
     * A spike of the load.
     *
     * @param firstStage the stage in which the load rises, counted from 1
     * @param lastStage the stage at whose end it has fallen back
     */
    public record Spike(int firstStage, int lastStage) {}

    /**
     * A period in which the load is held at one level.
     *
     * @param from its start, from the start of the run
     * @param to its end, likewise
     */
    public record Steady(Duration from, Duration to) {

        public Duration length() {
            return to.minus(from);
        }
    }

    /**
     * Returns the stages of the load's spike: from where it first rises above the level of an earlier stage towards its
     * highest level, to where it has fallen back to that level or below; empty if the load has no such shape.
     */
    public Optional<Spike> spike() {
        int peak = 0;
        for (int i = 1; i < stages.size(); i++) {
            peak = stages.get(i).target() > stages.get(peak).target() ? i : peak;
        }
        int first = peak;
        while (first > 0 && stages.get(first - 1).target() > levelBefore(first - 1)) {
            first--;
        }
        double base = levelBefore(first);
        int last = peak;
        while (last + 1 < stages.size() && stages.get(last).target() > base) {
            last++;
        }
        boolean isSpike = first > 0
                && base > 0
                && last > peak
                && last + 1 < stages.size()
                && stages.get(last).target() <= base;
        return isSpike ? Optional.of(new Spike(first + 1, last + 1)) : Optional.empty();
    }

    private double levelBefore(int stage) {
        return stage == 0 ? load.start() : stages.get(stage - 1).target();
    }

    /** Returns the longest sequence of stages at one level; of zero length if the load is never held, as with a trace. */
    public Steady longestSteady() {
        Duration now = load.warmUp();
        Steady longest = new Steady(now, now);
        if (load.replay().isPresent()) {
            return longest;
        }
        Steady current = longest;
        double level = load.start();
        for (Stage stage : stages) {
            Duration end = now.plus(stage.duration());
            boolean isHeld = stage.target() == level;
            current = new Steady(isHeld ? current.from() : end, end);
            longest = current.length().compareTo(longest.length()) > 0 ? current : longest;
            level = stage.target();
            now = end;
        }
        return longest;
    }
}
