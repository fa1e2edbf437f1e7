package dev.llmbench.engine;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.openai.Transport;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.result.ArmFacts;
import dev.llmbench.result.Block;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.StallLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a load plan on its own thread. Always ends: when the plan is done and drained, when it is stopped, or at its
 * hard deadline.
 */
public final class LoadEngine {
    /** How long the transport may take to return requests that were cut off. */
    private static final Duration CUT_OFF_GRACE = Duration.ofSeconds(2);

    private static final long LOOK_PERIOD_MICROS = 500_000;

    private final LoadPlan plan;
    private final Instant startedAt;
    private final StallLog stallLog;
    private final RunClock clock;
    private final TimerQueue timers = new TimerQueue();
    private final Arms arms;
    private final Driver driver;
    private @Nullable SearchedArrivals search;
    private Watch watch;
    private final Thread thread = new Thread(this::carryOut, "llm-load-engine");
    private final CountDownLatch done = new CountDownLatch(1);

    private volatile @Nullable String stopReason;
    private volatile double level;
    private volatile int inFlight;
    private volatile @Nullable Throwable failure;
    private @Nullable String cutShort;
    private @Nullable String aborted;
    private boolean cutting;
    private volatile boolean ended;
    private long endedAt;
    private @Nullable Heartbeat heartbeat;
    private volatile Stalls stalls = Stalls.NONE;
    private volatile GeneratorLog generator = GeneratorLog.NONE;

    /**
     * Creates an engine whose run starts now; {@link #start} must follow at once.
     *
     * @param requests supplies the next request; called by the engine's thread
     * @param samples receives each request's sample, on the engine's thread; must not block
     * @param stalls provides the run's ticker, and records stalls of threads
     */
    public LoadEngine(
            LoadPlan plan,
            Transport transport,
            Supplier<PreparedRequest> requests,
            SampleSink samples,
            StallLog stalls) {
        this(
                plan,
                LoadShare.WHOLE,
                Optional.empty(),
                RunClock.starting(stalls.ticker()),
                List.of(new Lane(Arm.CANDIDATE, transport, requests)),
                samples,
                stalls,
                block -> {});
    }

    /**
     * Creates an engine for a share of any plan.
     *
     * @param share the share of the plan to carry out; the lanes supply only its requests
     * @param trace the trace that the plan replays; empty if it replays none
     * @param clock the clock of the run, which leaves some time to start threads and load code before the run starts
     * @param lanes one for each endpoint, the candidate's first
     * @param blocks receives each block in which one of the endpoints is measured, when it begins
     */
    public LoadEngine(
            LoadPlan plan,
            LoadShare share,
            Optional<Trace> trace,
            RunClock clock,
            List<Lane> lanes,
            SampleSink samples,
            StallLog stalls,
            Consumer<Block> blocks) {
        this.plan = plan;
        this.stallLog = stalls;
        this.startedAt = Instant.now().plusNanos(clock.nanosToStart());
        this.clock = clock;
        SampleSink sink = samples.andThen(this::watched);
        List<Dispatcher> dispatchers = lanes.stream()
                .map(lane -> new Dispatcher(plan, share, clock, lane, sink, () -> LockSupport.unpark(thread)))
                .toList();
        this.arms = new Arms(dispatchers, plan.load().seed());
        LiveQuiet quiet = new LiveQuiet(plan, stalls, clock);
        if (plan.early().breakpoint().orElse(null) instanceof RateSearch search) {
            SearchedArrivals searched = new SearchedArrivals(plan, search, timers, arms.candidate(), quiet);
            this.driver = searched;
            this.watch = searched;
            this.search = searched;
        } else {
            this.driver = driver(plan.load(), trace, blocks);
            this.watch = Watch.of(plan, arms.candidate()::soFar, arms.candidate()::dropped, quiet);
        }
        scheduleEnd();
        scheduleLook(LOOK_PERIOD_MICROS);
    }

    private Driver driver(Load load, Optional<Trace> trace, Consumer<Block> blocks) {
        Optional<Against> takingTurns = plan.against().filter(Against::takesTurns);
        if (takingTurns.isPresent()) {
            return new Blocks(load, takingTurns.get().block(), timers, arms, blocks);
        }
        return switch (load.model()) {
            case VIRTUAL_USERS ->
                Drivers.of(arms.inRandomOrder().stream()
                        .map(arm -> VirtualUsers.byStages(load, timers, arm))
                        .toList());
            case ARRIVAL_RATE, POISSON_ARRIVAL_RATE -> Arrivals.byRate(load, timers, arms, clock::micros);
            case TRACE -> Arrivals.ofTrace(load, trace.orElseThrow(), timers, arms, clock::micros);
        };
    }

    private void watched(RequestSample sample) {
        driver.landed(sample);
        if (sample.phase() == Phase.MEASURED && sample.arm() == Arm.CANDIDATE) {
            watch.ended(sample);
        }
    }

    private void scheduleLook(long at) {
        if (watch != Watch.NONE && at < micros(plan.load().end())) {
            timers.add(at, () -> {
                watch.look(at).ifPresentOrElse(this::endEarly, () -> scheduleLook(at + LOOK_PERIOD_MICROS));
            });
        }
    }

    /**
     * Passes a snapshot of the run to an observer every half second, on the engine's thread. The observer then decides whether
     * to end the run early, instead of the engine. Must be called before the start.
     *
     * @param inFlightToo whether a snapshot contains the requests in flight
     */
    public void observe(boolean inFlightToo, Consumer<Snapshot> observer) {
        watch = Watch.NONE;
        if (search != null) {
            search.beTold();
        }
        scheduleSnapshot(LOOK_PERIOD_MICROS, inFlightToo, observer);
    }

    /** Sets the next rate of a search that is observed. May be called from any thread. */
    public void tell(NextRate next) {
        if (search != null) {
            search.tell(next);
        }
    }

    private void scheduleSnapshot(long at, boolean inFlightToo, Consumer<Snapshot> observer) {
        timers.add(at, () -> {
            observer.accept(new Snapshot(
                    at,
                    driver.level(),
                    arms.inFlight(),
                    arms.sent(),
                    arms.candidate().dropped(),
                    stallLog.stalls(clock),
                    inFlightToo ? arms.candidate().soFar() : List.of()));
            scheduleSnapshot(at + LOOK_PERIOD_MICROS, inFlightToo, observer);
        });
    }

    private void endEarly(String why) {
        if (watch.breakpoint().isEmpty()) {
            aborted = why;
        }
        cutEverything(why);
    }

    private void scheduleEnd() {
        long own = micros(plan.load()
                .end()
                .plus(plan.load().gracefulStop())
                .plus(plan.target().connectTimeout()));
        timers.add(own, () -> cutEverything("the run's hard deadline"));
        // Wakes up the engine at the end even if nothing else is due then.
        timers.add(micros(plan.load().end()), () -> {});
        plan.deadline()
                .filter(outer -> micros(outer) < own)
                .ifPresent(outer -> timers.add(micros(outer), () -> {
                    cutShort = "it was stopped at the test's timeout of " + Durations.format(outer)
                            + ". Raise the timeout, or shorten the load";
                    cutEverything(cutShort);
                }));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** Starts the load. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the load at once and cuts off requests in flight. May be called from any thread, and more than once. */
    public void stop(String why) {
        if (stopReason == null) {
            stopReason = why;
        }
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the end of the load.
     *
     * @return the facts of the run, once all samples are delivered. If the engine failed, the facts known so far; {@link
     * #failure} has the cause
     * @throws InterruptedException if the waiting thread is interrupted; the load continues
     */
    public RunFacts await() throws InterruptedException {
        // The engine's own deadline is earlier; this one is for an engine that failed.
        Duration longest = plan.hardDeadline().plus(CUT_OFF_GRACE).plusSeconds(10);
        if (!done.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            failure = new IllegalStateException("it did not end within " + Durations.format(longest));
        }
        Throwable broken = failure;
        Optional<String> missing = search == null ? Optional.empty() : search.missing();
        return RunFacts.builder(startedAt, ended ? Duration.ofNanos(endedAt * 1_000) : elapsed())
                .cutShort(Optional.ofNullable(broken == null ? cutShort : "the load engine failed: " + broken)
                        .or(() -> missing))
                .aborted(Optional.ofNullable(aborted))
                .breakpoint(watch.breakpoint())
                .peakInFlight(arms.candidate().peakInFlight())
                .dropped(arms.candidate().dropped())
                .stalls(stalls)
                .generator(generator)
                .baseline(arms.baseline().map(arm -> new ArmFacts(arm.peakInFlight(), arm.dropped(), Set.of(), 0)))
                .build();
    }

    /** Returns the failure of the engine, which is a bug in it or in the JVM, if any. Known after the end. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** The plan's current level: virtual users, or requests per second. */
    public double level() {
        return level;
    }

    /** The number of requests in flight. */
    public int inFlight() {
        return inFlight;
    }

    /** The elapsed time of the run. */
    public Duration elapsed() {
        return Duration.ofNanos(clock.micros() * 1_000);
    }

    private void carryOut() {
        try (Heartbeat started = Heartbeat.start(clock, plan, stallLog, this::inFlight)) {
            heartbeat = started;
            for (long nanos = clock.nanosToStart(); nanos > 0 && stopReason == null; nanos = clock.nanosToStart()) {
                sleep(nanos);
            }
            for (long next = step(); !ended; next = step()) {
                sleepUntil(next);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            abandon(e);
        } finally {
            done.countDown();
        }
    }

    /** Every request sent still gets its row, as far as a broken engine can ensure that. */
    private void abandon(Throwable cause) {
        try {
            cutEverything("the load engine failed");
            arms.writeOffAll("cut off: the load engine failed");
            end();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    private void sleepUntil(long micros) {
        long nanos = micros == TimerQueue.NEVER
                ? Duration.ofSeconds(1).toNanos()
                : clock.nanosAt(micros) - clock.ticker().nanos();
        // A wake-up during the wait for a lock is lost, so its reason must be checked.
        if (nanos > 0 && stopReason == null && !arms.hasLandings()) {
            sleep(nanos);
        }
    }

    /** Also records a stall if this thread oversleeps, whether or not the heartbeat noticed one. */
    private void sleep(long nanos) {
        long due = clock.ticker().nanos() + nanos;
        LockSupport.parkNanos(this, nanos);
        stallLog.standStillWhereAsked();
        stallLog.noteIfLate(due, clock.ticker().nanos());
    }

    /** Does what is due, and returns when there will be more to do, in microseconds of the run. */
    long step() {
        long now = clock.micros();
        String stopped = stopReason;
        if (stopped != null && !cutting) {
            cutShort = stopped;
            cutEverything(stopped);
        }
        timers.runDue(now);
        arms.cutTimeouts(now);
        arms.takeLandings();
        driver.settled(now);
        level = cutting ? 0 : driver.level();
        inFlight = arms.inFlight();
        if (isOver(now)) {
            end();
        }
        return Math.min(timers.nextDue(), arms.nextTimeout());
    }

    private boolean isOver(long now) {
        return arms.inFlight() == 0
                && (cutting || driver.isExhausted() || now >= micros(plan.load().end()));
    }

    private void cutEverything(String why) {
        cutting = true;
        timers.clear();
        driver.dismiss();
        arms.cutAll("cut off: " + why);
        timers.add(clock.micros() + micros(CUT_OFF_GRACE), () -> arms.writeOffAll("cut off: " + why));
    }

    private void end() {
        endedAt = clock.micros();
        watch.runEnded(endedAt);
        ended = true;
        if (heartbeat != null) {
            generator = heartbeat.log();
        }
        stalls = Stalls.of(stallLog.stalls(clock), plan.lagTolerance());
        level = 0;
        done.countDown();
    }

    boolean hasEnded() {
        return ended;
    }
}
