package dev.llmbench.result;

import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;

/**
 * How much of the planned load the generator did not offer.
 *
 * @param share between 0 and 1: of virtual users the time that they waited for the generator; of arrivals those that were
 * sent more than a second late
 */
record UnofferedLoad(double share) {

    static UnofferedLoad of(Load load, Scope scope, GeneratorEffect added) {
        if (load.model() != LoadModel.VIRTUAL_USERS) {
            return new UnofferedLoad(added.sent() == 0 ? 0 : 1 - (double) added.sentInTime() / added.sent());
        }
        double seconds = load.amount(scope.from(), scope.from().plus(scope.length()));
        return new UnofferedLoad(seconds == 0 ? 0 : Math.min(1, added.lostMicros() / 1e6 / seconds));
    }
}
