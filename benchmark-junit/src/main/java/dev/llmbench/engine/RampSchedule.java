package dev.llmbench.engine;

import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The times at which the number of virtual users changes, as k6's {@code ramping-vus} executor defines them: the i-th of n
 * users added in a stage starts at i/n of it, the i-th of n removed stops at i/n, and a stage of zero length jumps.
 */
final class RampSchedule {

    /**
     * A change of the number of users.
     *
     * @param at the time of the change, from the start of the run
     * @param users the number of users from then on
     */
    record Step(Duration at, int users) {}

    private RampSchedule() {}

    /** Returns all changes in order: the first sets the start users at zero, the last ends all users with the last stage. */
    static List<Step> of(Load load) {
        List<Step> steps = new ArrayList<>();
        int users = (int) load.start();
        Duration start = load.warmUp();
        if (!start.isZero()) {
            steps.add(new Step(Duration.ZERO, (int) load.warmUpLevel()));
        }
        steps.add(new Step(start, users));
        for (Stage stage : load.stages()) {
            int target = (int) stage.target();
            addStage(steps, start, stage.duration(), users, target);
            users = target;
            start = start.plus(stage.duration());
        }
        if (users != 0) {
            steps.add(new Step(start, 0));
        }
        return steps;
    }

    private static void addStage(List<Step> steps, Duration start, Duration length, int from, int to) {
        if (length.isZero()) {
            if (from != to) {
                steps.add(new Step(start, to));
            }
            return;
        }
        int changes = Math.abs(to - from);
        for (int i = 1; i <= changes; i++) {
            // Counted back from the stage's end to round as k6 does.
            long left = fraction(length.toNanos(), (long) changes - i, changes);
            steps.add(new Step(start.plus(length).minusNanos(left), from + (to > from ? i : -i)));
        }
    }

    /** Returns i/n of the length without overflow. */
    private static long fraction(long length, long i, long n) {
        return length / n * i + length % n * i / n;
    }
}
