package dev.llmbench.simulator;

import java.util.Optional;
import java.util.OptionalInt;

/** What befalls a share of the requests: an error status or a fault. */
record FailureInjection(double rate, OptionalInt errorStatus, Optional<Fault> fault) {

    static FailureInjection error(double rate, int status) {
        rateIsShare("errorRate", rate);
        Checks.that(
                status >= 400 && status <= 599,
                "status",
                status,
                "must be from 400 to 599",
                "use 500 or 503, for example");
        return new FailureInjection(rate, OptionalInt.of(status), Optional.empty());
    }

    static FailureInjection fault(double rate, Fault fault) {
        rateIsShare("faultRate", rate);
        return new FailureInjection(rate, OptionalInt.empty(), Optional.of(fault));
    }

    private static void rateIsShare(String attribute, double rate) {
        Checks.that(rate >= 0 && rate <= 1, attribute, rate, "must be from 0 to 1", "write 0.02 for 2 %");
    }
}
