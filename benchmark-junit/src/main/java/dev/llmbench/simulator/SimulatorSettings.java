package dev.llmbench.simulator;

import java.util.List;

/** All that a simulator is told. */
record SimulatorSettings(
        String model,
        Delay ttft,
        Delay tpot,
        TokenCount outputTokens,
        List<FailureInjection> failures,
        int capacity,
        int queueLimit,
        boolean earlyHead,
        long seed,
        int port,
        int logLimit) {

    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Rates that should add up to 1 may miss it by a rounding error. */
    private static final double ROUNDING = 1e-9;

    SimulatorSettings {
        Checks.that(
                !model.isBlank(), "model", "\"" + model + "\"", "must not be blank", "leave it out for \"simulated\"");
        Checks.that(
                model.length() <= 1000, "model", "\"" + model + "\"", "is over 1000 characters", "use a shorter name");
        Checks.that(capacity >= 1, "capacity", capacity, "must be at least 1", "leave it out for no limit");
        Checks.that(queueLimit >= 0, "queueLimit", queueLimit, "must not be negative", "leave it out for no limit");
        Checks.that(
                capacity < UNLIMITED || queueLimit == UNLIMITED,
                "queueLimit",
                queueLimit,
                "has no effect without a capacity",
                "set capacity too");
        Checks.that(port >= 0 && port <= 65_535, "port", port, "must be from 0 to 65535", "use 0 for a free one");
        Checks.that(logLimit >= 0, "logLimit", logLimit, "must not be negative", "use 0 for no log");
        double sum = failures.stream().mapToDouble(FailureInjection::rate).sum();
        Checks.that(
                sum <= 1 + ROUNDING,
                "sum of errorRate and faultRate",
                sum,
                "must not be more than 1: a request fails in one way only",
                "lower the rates");
        failures = List.copyOf(failures);
    }
}
