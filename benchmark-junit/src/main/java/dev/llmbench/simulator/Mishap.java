package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;

/** What befalls a share of the requests: an error status or a fault. */
record Mishap(double rate, OptionalInt errorStatus, Optional<Fault> fault) {

    static Mishap error(double rate, int status) {
        rateIsShare("errorRate", rate);
        Checks.that(
                status >= 400 && status <= 599,
                "status",
                status,
                "must be from 400 to 599",
                "use 500 or 503, for example");
        return new Mishap(rate, OptionalInt.of(status), Optional.empty());
    }

    static Mishap fault(double rate, Fault fault) {
        rateIsShare("faultRate", rate);
        return new Mishap(rate, OptionalInt.empty(), Optional.of(fault));
    }

    private static void rateIsShare(String attribute, double rate) {
        Checks.that(rate >= 0 && rate <= 1, attribute, rate, "must be from 0 to 1", "write 0.02 for 2 %");
    }
}
