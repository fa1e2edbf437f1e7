package dev.llmbench.simulator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of a simulator. */
record SimulatorSettings(
        String model,
        Delay ttft,
        Delay tpot,
        TokenCount outputTokens,
        List<Failure> failures,
        int capacity,
        int queueLimit,
        boolean earlyHead,
        long seed,
        int port,
        int logLimit) {

    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Rates that should add up to 1 may exceed it by a rounding error. */
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
        double sum = failures.stream().mapToDouble(Failure::rate).sum();
        Checks.that(
                sum <= 1 + ROUNDING,
                "sum of errorRate and faultRate",
                sum,
                "must not be more than 1: a request fails in one way only",
                "lower the rates");
        failures = List.copyOf(failures);
    }

    /** The failure of a fraction of the requests: an error status or a fault. */
    record Failure(double rate, OptionalInt errorStatus, Optional<Fault> fault) {

        static Failure error(double rate, int status) {
            rateIsShare("errorRate", rate);
            Checks.that(
                    status >= 400 && status <= 599,
                    "status",
                    status,
                    "must be from 400 to 599",
                    "use 500 or 503, for example");
            return new Failure(rate, OptionalInt.of(status), Optional.empty());
        }

        static Failure fault(double rate, Fault fault) {
            rateIsShare("faultRate", rate);
            return new Failure(rate, OptionalInt.empty(), Optional.of(fault));
        }

        private static void rateIsShare(String attribute, double rate) {
            Checks.that(rate >= 0 && rate <= 1, attribute, rate, "must be from 0 to 1", "write 0.02 for 2 %");
        }
    }
}
