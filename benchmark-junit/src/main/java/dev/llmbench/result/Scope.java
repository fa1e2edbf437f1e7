package dev.llmbench.result;

import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The scope of a measurement: the run, one of its stages, a turn of its conversations, or a window of time.
 *
 * <pre>{@code
 * String of = result.run().scope().description();
 * }</pre>
 *
 * @param stage the stage, counted from 1; empty for a run, a turn or a window
 * @param turn the turn of the conversations, counted from 1; empty unless the scope is a turn
 * @param description a description for display, such as {@code stage 2 (10 users 30s)}
 * @param from its planned start, counted from the start of the run
 * @param length its planned length
 * @param measured the part of that length during which an endpoint was measured; less than all of it if two take turns
 */
public record Scope(
        OptionalInt stage, OptionalInt turn, String description, Duration from, Duration length, Duration measured) {

    private Scope(OptionalInt stage, String description, Duration from, Duration length) {
        this(stage, OptionalInt.empty(), description, from, length, length);
    }

    /** Returns the same scope with another measured time. */
    Scope measuredFor(Duration time) {
        return new Scope(stage, turn, description, from, length, time);
    }

    static Scope run(Load load) {
        return new Scope(OptionalInt.empty(), "run", load.warmUp(), load.length());
    }

    static List<Scope> stages(Load load) {
        List<Scope> scopes = new ArrayList<>();
        Duration from = load.warmUp();
        for (Stage stage : load.stages()) {
            int number = scopes.size() + 1;
            String description = "stage " + number + " (" + load.inWords(number) + ")";
            scopes.add(new Scope(OptionalInt.of(number), description, from, stage.duration()));
            from = from.plus(stage.duration());
        }
        return scopes;
    }

    /** Returns the part of this scope that a run of that length reached: all of it, unless the run ended early. */
    Scope seenBy(Duration elapsed) {
        Duration seen = elapsed.minus(from);
        if (seen.compareTo(length) >= 0) {
            return this;
        }
        return new Scope(stage, description, from, seen.isNegative() ? Duration.ZERO : seen);
    }

    /** Returns the scope of one turn of the conversations in this scope's time. */
    Scope turn(int number, boolean andLater) {
        String name = "turn " + number + (andLater ? " and later" : "");
        return new Scope(OptionalInt.empty(), OptionalInt.of(number), name, from, length, measured);
    }

    static Scope window(Duration from, Duration to) {
        String description = "window from " + Durations.format(from) + " to " + Durations.format(to);
        return new Scope(OptionalInt.empty(), description, from, to.minus(from));
    }

    /** Returns its planned start, in microseconds since the start of the run. */
    long fromMicros() {
        return from.toNanos() / 1_000;
    }

    /** Returns its planned end, in microseconds since the start of the run. */
    long toMicros() {
        return from.plus(length).toNanos() / 1_000;
    }

    /** Returns whether a moment, in microseconds since the start of the run, lies in this scope's planned time. */
    boolean contains(long micros) {
        long nanos = micros * 1_000;
        return nanos >= from.toNanos() && nanos < from.plus(length).toNanos();
    }
}
