package dev.llmbench.simulator;

import java.time.Duration;

/** Checks input, with errors that name the attribute, the value, the rule and the remedy. */
final class Checks {

    static final Duration LONGEST = Duration.ofDays(1);

    private Checks() {}

    static void that(boolean holds, String attribute, Object value, String rule, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException(message(attribute, value, rule, remedy));
        }
    }

    /** Returns the nanoseconds of a duration, which must be between zero and one day. */
    static long notNegative(String attribute, Duration duration) {
        that(
                !duration.isNegative() && duration.compareTo(LONGEST) <= 0,
                attribute,
                duration,
                "must be from zero to " + LONGEST.toHours() + " hours",
                "give a duration such as Duration.ofMillis(50)");
        return duration.toNanos();
    }

    static String message(String attribute, Object value, String rule, String remedy) {
        return attribute + "=" + value + " " + rule + "; " + remedy;
    }
}
