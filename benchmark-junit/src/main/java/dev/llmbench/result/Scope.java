package dev.llmbench.result;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a measurement is of: the run, one of its stages, or a window of time.
 *
 * @param stage the stage, counted from 1; empty for the run and for a window
 * @param description for people, such as {@code stage 2 (10 users 30s)}
 * @param from its planned start, from the start of the run
 * @param length its planned length
 */
public record Scope(OptionalInt stage, String description, Duration from, Duration length) {

    static Scope run(Load load) {
        return new Scope(OptionalInt.empty(), "run", Duration.ZERO, load.length());
    }

    static List<Scope> stages(Load load) {
        List<Scope> scopes = new ArrayList<>();
        Duration from = Duration.ZERO;
        for (Stage stage : load.stages()) {
            int number = scopes.size() + 1;
            String description = "stage " + number + " (" + load.inWords(number) + ")";
            scopes.add(new Scope(OptionalInt.of(number), description, from, stage.duration()));
            from = from.plus(stage.duration());
        }
        return scopes;
    }

    static Scope window(Duration from, Duration to) {
        String description = "window from " + Durations.format(from) + " to " + Durations.format(to);
        return new Scope(OptionalInt.empty(), description, from, to.minus(from));
    }

    /** Whether the moment, in microseconds from the start of the run, lies in this scope's planned time. */
    boolean contains(long micros) {
        long nanos = micros * 1_000;
        return nanos >= from.toNanos() && nanos < from.plus(length).toNanos();
    }
}
