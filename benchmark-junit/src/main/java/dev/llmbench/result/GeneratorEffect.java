package dev.llmbench.result;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import java.time.Duration;

/**
 * The effect of the generator's own delays on a part of a run: what they leave uncertain in addition to its latencies, and how
 * much load was lost.
 */
final class GeneratorEffect {
    /** A request that is delayed by more than this was not offered as planned. */
    private static final long IN_TIME_MICROS = 1_000_000;

    /**
     * A thread that wakes up within this time did not stall: this is the usual pace, even with a server that answers at
     * once.
     */
    private static final long LEAST_LOSS_MICROS = StallLog.TOLERANCE_NANOS / 1_000;

    private final GoodputLimits goodput;
    private final long timeout;
    long unsureErrors;
    long surelyGood;
    long possiblyGood;
    long surelyGoodCompleted;
    long possiblyGoodCompleted;

    /** The requests that would have ended in time without the generator's delay. */
    Completed late = Completed.NONE;

    private long lostMicros;
    private long sent;
    private long sentInTime;

    GeneratorEffect(LoadPlan plan) {
        this.goodput = plan.goodput();
        this.timeout = micros(plan.target().requestTimeout());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Adds a request that was scheduled here. */
    void scheduledHere(RequestSample sample) {
        boolean unsure = sample.mayHaveFailedByDelay(timeout);
        unsureErrors += unsure ? 1 : 0;
        surelyGood += goodput.isSurelyGood(sample) ? 1 : 0;
        possiblyGood += unsure || goodput.isPossiblyGood(sample) ? 1 : 0;
        Delays delays = sample.at().delays();
        long lag = sample.dispatchLag();
        lostMicros += lost(delays.end()) + lost(lag);
        if (lag != ABSENT) {
            sent++;
            sentInTime += lag <= IN_TIME_MICROS ? 1 : 0;
        }
    }

    private static long lost(long micros) {
        return micros < LEAST_LOSS_MICROS ? 0 : micros;
    }

    /** Adds a request that ended ok within the planned time. */
    void completedHere(RequestSample sample) {
        surelyGoodCompleted += goodput.isSurelyGood(sample) ? 1 : 0;
        possiblyGoodCompleted += goodput.isPossiblyGood(sample) ? 1 : 0;
    }

    /** Adds a request that would have ended ok in the planned time without the generator's delay. */
    void lateHere(Completed completed) {
        late = late.plus(completed);
    }

    void add(GeneratorEffect other) {
        unsureErrors += other.unsureErrors;
        surelyGood += other.surelyGood;
        possiblyGood += other.possiblyGood;
        surelyGoodCompleted += other.surelyGoodCompleted;
        possiblyGoodCompleted += other.possiblyGoodCompleted;
        late = late.plus(other.late);
        lostMicros += other.lostMicros;
        sent += other.sent;
        sentInTime += other.sentInTime;
    }

    /**
     * Returns the fraction of the planned load that the generator did not offer, between 0 and 1: for virtual users,
     * the time that they waited for the generator; for arrivals, those that were sent more than a second late.
     */
    double lostShare(Load load, Scope scope) {
        if (load.model() != LoadModel.VIRTUAL_USERS) {
            return sent == 0 ? 0 : 1 - (double) sentInTime / sent;
        }
        double seconds = load.amount(scope.from(), scope.from().plus(scope.measured()));
        return seconds == 0 ? 0 : Math.min(1, lostMicros / 1e6 / seconds);
    }
}
