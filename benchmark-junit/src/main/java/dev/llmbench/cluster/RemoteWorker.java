package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.End;
import dev.llmbench.cluster.Message.Here;
import dev.llmbench.cluster.Message.Status;
import dev.llmbench.plan.Durations;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The coordinator's view of a worker. One thread counts the rows that arrive, another one does everything else. */
final class RemoteWorker {
    private final int number;
    private final String address;
    private final Here here;
    private final ClockOffset start = new ClockOffset();
    private final ClockOffset afterwards = new ClockOffset();
    private final AtomicLong rows = new AtomicLong();
    private volatile long heardAt = System.nanoTime();
    private List<RequestSample> unwatched = new ArrayList<>();
    private @Nullable Status status;
    private @Nullable End end;
    private @Nullable RunFacts facts;
    private @Nullable String trouble;
    private boolean gone;

    RemoteWorker(int number, String address, Here here) {
        this.number = number;
        this.address = address;
        this.here = here;
    }

    int number() {
        return number;
    }

    String address() {
        return address;
    }

    String host() {
        return here.host();
    }

    /** Returns its name for messages to the user. */
    String name() {
        return "worker " + number + " (" + here.host() + ")";
    }

    /** Returns the offset of its clock before the load. */
    ClockOffset clock() {
        return start;
    }

    /** Returns the offset of its clock after the load. */
    ClockOffset clockAfterwards() {
        return afterwards;
    }

    /** Notes that a message arrived. */
    void heard(long now) {
        heardAt = now;
    }

    /** Returns when a message last arrived. */
    long heardAt() {
        return heardAt;
    }

    /** Counts rows that arrived. */
    void arrived(int more) {
        rows.addAndGet(more);
    }

    /** Keeps a sample until the next status, so that both are judged together. */
    synchronized void keep(RequestSample sample) {
        unwatched.add(sample);
    }

    /** Returns the samples since the last call. */
    synchronized List<RequestSample> kept() {
        List<RequestSample> kept = unwatched;
        unwatched = new ArrayList<>();
        return kept;
    }

    void told(Status latest) {
        status = latest;
    }

    /** Returns the time, in microseconds of the run, up to which all of its samples are known. */
    long elapsed() {
        return isOver() ? Long.MAX_VALUE : status == null ? 0 : status.elapsed();
    }

    double level() {
        return status == null ? 0 : status.level();
    }

    int inFlight() {
        return isOver() || status == null ? 0 : status.inFlight();
    }

    long dropped() {
        return facts != null ? facts.dropped() : status == null ? 0 : status.dropped();
    }

    Stalls stalls(Duration tolerance) {
        return facts != null ? facts.stalls() : status == null ? Stalls.NONE : Stalls.of(status.stalls(), tolerance);
    }

    /** Returns the encoded rows of its requests in flight so far. */
    List<byte[]> going() {
        return isOver() || status == null ? List.of() : status.going();
    }

    void ended(End last) {
        end = last;
        facts = last.facts();
        if (!last.left().isEmpty()) {
            trouble = last.left();
        }
    }

    void lost(Duration elapsed) {
        gone = true;
        // A worker that has delivered everything may leave.
        if (end == null) {
            trouble = "was lost at " + Durations.format(Duration.ofSeconds(elapsed.toSeconds()));
        }
    }

    /** Returns whether it no longer answers. */
    boolean isGone() {
        return gone || (end != null && !end.left().isEmpty());
    }

    /** Returns whether it has nothing left to send. */
    boolean isOver() {
        return end != null || trouble != null;
    }

    Optional<RunFacts> facts() {
        return Optional.ofNullable(facts);
    }

    /**
     * Returns the facts about it.
     *
     * @param tolerance shorter stalls do not count
     * @param apart how far its start may have been from that of the others
     */
    WorkerFacts facts(Duration tolerance, Duration apart) {
        return new WorkerFacts(
                number,
                here.host(),
                here.version(),
                here.processors(),
                end != null ? end.sent() : status == null ? rows.get() : Math.max(rows.get(), status.sent()),
                rows.get(),
                dropped(),
                facts != null ? facts.peakInFlight() : status == null ? 0 : status.inFlight(),
                OptionalDouble.empty(),
                stalls(tolerance),
                facts == null ? GeneratorLog.NONE : facts.generator(),
                apart,
                start.differenceTo(afterwards),
                Optional.ofNullable(trouble));
    }
}
