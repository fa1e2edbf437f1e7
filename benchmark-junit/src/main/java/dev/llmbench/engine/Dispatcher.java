package dev.llmbench.engine;

import dev.llmbench.openai.Call;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.SampleSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sends requests, watches their timeouts, and brings their samples back to the engine's thread. */
final class Dispatcher {
    private static final int NO_STAGE = 0;

    private final LoadPlan plan;
    private final RunClock clock;
    private final LoadShare share;
    private final Lane lane;
    private final RequestSequence rounds;
    private final SampleSink samples;
    private final Runnable wakeUp;
    private final List<Long> stageEnds = new ArrayList<>();
    private final long limit;
    private final long timeout;
    private final Optional<IdleWatch> idle;
    private final String idPrefix = UUID.randomUUID().toString().substring(0, 13) + "-";

    private final Set<InFlightRequest> inFlight = new LinkedHashSet<>();
    private final Queue<InFlightRequest> timeouts = new ArrayDeque<>();
    private final Queue<Landed> landings = new ConcurrentLinkedQueue<>();
    private long warmUpEnd;
    private long sent;
    private long measured;
    private int peak;
    private long dropped;

    private record Landed(InFlightRequest flight, RequestSample sample) {}

    /**
     * Creates a dispatcher without requests in flight.
     *
     * @param wakeUp called from any thread when a sample has arrived
     */
    Dispatcher(LoadPlan plan, LoadShare share, RunClock clock, Lane lane, SampleSink samples, Runnable wakeUp) {
        this.plan = plan;
        this.share = share;
        this.clock = clock;
        this.lane = lane;
        this.rounds = new RequestSequence(lane.requests(), plan.measuring(), share);
        this.limit = limit();
        this.samples = samples;
        this.wakeUp = wakeUp;
        this.timeout = plan.target().requestTimeout().toNanos() / 1_000;
        this.idle = plan.target().idleTimeout().map(IdleWatch::new);
        this.warmUpEnd = plan.load().warmUp().toNanos() / 1_000;
        long end = plan.load().warmUp().toNanos();
        for (var stage : plan.load().stages()) {
            end += stage.duration().toNanos();
            stageEnds.add(end / 1_000);
        }
    }

    /**
     * Begins the next sequence of requests of a user or an arrival.
     *
     * @param scheduled the planned start
     */
    Step begin(long scheduled) {
        count(scheduled, rounds.measured());
        return rounds.next();
    }

    /**
     * Counts requests that cannot start because too many are in flight. A dropped request skips its prompt, so that the other
     * arrivals keep theirs.
     */
    void drop() {
        dropped += rounds.requests();
        rounds.next();
    }

    /** Counts a sequence that another generator sends, since it counts towards the plan's limit too. */
    void countElsewhere(long scheduled) {
        count(scheduled, rounds.measured());
    }

    /** Returns the number of requests sent, including those of the warm-up. */
    long sent() {
        return sent;
    }

    /** The number of requests that did not start because too many were in flight. */
    long dropped() {
        return dropped;
    }

    /** Measures only requests scheduled at the given time or later. */
    void measureFrom(long micros) {
        warmUpEnd = micros;
    }

    /** Counts requests towards the plan's limit, unless they belong to the warm-up. */
    void count(long scheduled, int requests) {
        measured += scheduled < warmUpEnd ? 0 : requests;
    }

    /**
     * Sends a request now.
     *
     * @param scheduled the planned start
     * @param whenLanded receives its sample and the step that follows, on the engine's thread
     */
    InFlightRequest send(int user, long scheduled, Step step, InFlightRequest.Landing whenLanded) {
        boolean warmUp = scheduled < warmUpEnd || step.isUnmeasured();
        Call call = new Call(
                idPrefix + ++sent,
                plan.test(),
                warmUp ? NO_STAGE : stageAt(scheduled),
                warmUp ? Phase.WARMUP : Phase.MEASURED,
                user,
                step.request(),
                clock,
                scheduled,
                lane.arm());
        InFlightRequest flight = new InFlightRequest(call, step, whenLanded);
        inFlight.add(flight);
        timeouts.add(flight);
        idle.ifPresent(watch -> watch.add(flight));
        peak = Math.max(peak, inFlight.size());
        flight.handedTo(lane.transport().send(call, sample -> {
            landings.add(new Landed(flight, sample));
            wakeUp.run();
        }));
        return flight;
    }

    /** The endpoint to which it sends. */
    Arm arm() {
        return lane.arm();
    }

    /** Whether the plan's limit is reached; requests that are not measured do not count. */
    boolean isSpent() {
        return measured + rounds.measured() > limit;
    }

    /** Each generator counts all arrivals, whoever sends them, but only the requests of its own users. */
    private long limit() {
        OptionalLong requests = plan.load().limits().requests();
        if (requests.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return plan.load().model().isOpen() ? requests.getAsLong() : rounds.partOf(requests.getAsLong());
    }

    /** Returns the share of the load that is sent here. */
    LoadShare share() {
        return share;
    }

    /** The sequences of requests. */
    RequestSequence rounds() {
        return rounds;
    }

    private int stageAt(long micros) {
        for (int i = 0; i < stageEnds.size(); i++) {
            if (micros < stageEnds.get(i)) {
                return i + 1;
            }
        }
        return stageEnds.size();
    }

    /** Whether samples have arrived that are not yet processed. */
    boolean hasLandings() {
        return !landings.isEmpty();
    }

    /** Processes the samples that have arrived. */
    void takeLandings() {
        // Only those present now: each may send a request that fails at once, and so on forever.
        List<Landed> landed = new ArrayList<>();
        for (Landed landing = landings.poll(); landing != null; landing = landings.poll()) {
            landed.add(landing);
        }
        landed.forEach(landing -> land(landing.flight(), landing.sample()));
    }

    private void land(InFlightRequest flight, RequestSample sample) {
        if (inFlight.remove(flight)) {
            flight.land(sample, samples);
        }
    }

    /** Cuts off the requests that have timed out. */
    void cutTimeouts(long now) {
        for (InFlightRequest first = timeouts.peek();
                first != null && (first.hasLanded() || timesOutAt(first) <= now);
                first = timeouts.peek()) {
            timeouts.remove();
            first.cut(
                    Outcome.TIMEOUT,
                    "no complete response within "
                            + Durations.format(plan.target().requestTimeout()));
        }
        idle.ifPresent(watch -> watch.cutIdle(now));
    }

    /** The earliest time at which a request may time out. */
    long nextTimeout() {
        InFlightRequest first = timeouts.peek();
        return Math.min(
                first == null ? TimerQueue.NEVER : timesOutAt(first),
                idle.map(IdleWatch::next).orElse(TimerQueue.NEVER));
    }

    private long timesOutAt(InFlightRequest flight) {
        return flight.dispatchedAt() + timeout;
    }

    /** Cuts off all requests in flight. */
    void cutAll(String why) {
        List.copyOf(inFlight).forEach(flight -> flight.cut(Outcome.INTERRUPTED, why));
    }

    /** Ends the requests that the transport never returned, so that every request sent has its row. */
    void writeOffAll(String why) {
        takeLandings();
        List.copyOf(inFlight).forEach(flight -> land(flight, writtenOff(flight, why)));
    }

    private static RequestSample writtenOff(InFlightRequest flight, String why) {
        InFlightRequest.Cut cut = flight.cut();
        return cut == null ? flight.lost(Outcome.INTERRUPTED, why) : flight.lost(cut.outcome(), cut.why());
    }

    /** Samples of the measured requests in flight so far, in order of dispatch. */
    List<RequestSample> soFar() {
        return inFlight.stream()
                .filter(flight -> flight.call().phase() == Phase.MEASURED)
                .map(InFlightRequest::soFar)
                .toList();
    }

    int inFlight() {
        return inFlight.size();
    }

    int peakInFlight() {
        return peak;
    }
}
