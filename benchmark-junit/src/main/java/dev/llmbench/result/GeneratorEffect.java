package dev.llmbench.result;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Delays;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import java.time.Duration;

/** What the generator's own delays leave unsure of a part of a run, beside its latencies; and what they cost of its load. */
final class GeneratorEffect {
    /** A request that is sent later than this was not offered as planned. */
    private static final long IN_TIME_MICROS = 1_000_000;

    /** A thread that wakes within it did not stand still. What users of a server that answers at once wait for is the usual pace. */
    private static final long LEAST_LOSS_MICROS = StallLog.TOLERANCE_NANOS / 1_000;

    private final GoodputLimits goodput;
    private final long timeout;
    private long unsureErrors;
    private long surelyGood;
    private long possiblyGood;
    private long surelyGoodCompleted;
    private long possiblyGoodCompleted;
    private Completed late = Completed.NONE;
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

    /** Adds a request that ended ok in this one's planned time. */
    void completedHere(RequestSample sample) {
        surelyGoodCompleted += goodput.isSurelyGood(sample) ? 1 : 0;
        possiblyGoodCompleted += goodput.isPossiblyGood(sample) ? 1 : 0;
    }

    /** Adds a request that would have ended ok in this one's planned time but for the generator. */
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

    long unsureErrors() {
        return unsureErrors;
    }

    long surelyGood() {
        return surelyGood;
    }

    long possiblyGood() {
        return possiblyGood;
    }

    long surelyGoodCompleted() {
        return surelyGoodCompleted;
    }

    long possiblyGoodCompleted() {
        return possiblyGoodCompleted;
    }

    /** What would have ended in time. */
    Completed late() {
        return late;
    }

    /** How long virtual users waited for the generator, all together. */
    long lostMicros() {
        return lostMicros;
    }

    long sent() {
        return sent;
    }

    /** How many of the requests sent were sent within a second of their schedule. */
    long sentInTime() {
        return sentInTime;
    }
}
