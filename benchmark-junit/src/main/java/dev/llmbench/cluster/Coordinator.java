package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.Armed;
import dev.llmbench.cluster.Message.End;
import dev.llmbench.cluster.Message.Failed;
import dev.llmbench.cluster.Message.Ping;
import dev.llmbench.cluster.Message.Pong;
import dev.llmbench.cluster.Message.Rate;
import dev.llmbench.cluster.Message.Ready;
import dev.llmbench.cluster.Message.Refused;
import dev.llmbench.cluster.Message.Release;
import dev.llmbench.cluster.Message.Start;
import dev.llmbench.cluster.Message.Status;
import dev.llmbench.cluster.Message.Stop;
import dev.llmbench.engine.LoadWatch;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.run.LoadCarrier;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has the workers of a cluster carry out the load of a run. It sends no requests itself, and hands on the samples of the workers
 * as if a generator in this JVM had taken them.
 */
public final class Coordinator implements LoadCarrier, Group.Listener {
    private static final Duration GRACE = Duration.ofSeconds(12);
    private static final Duration LEAST_NOTICE = Duration.ofSeconds(1);
    private static final Duration MOST_NOTICE = Duration.ofSeconds(5);

    /** Workers say how they are doing twice a second. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PREPARATION = Duration.ofMinutes(10);
    private static final int PINGS = 200;
    private static final int PINGS_AFTERWARDS = 50;
    private static final long LOOK_MILLIS = 50;

    private final LoadPlan plan;
    private final Assignment assignment;
    private final ClusterSettings settings;
    private final Joining joining;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private final RunWorkers workers;
    private final LoadWatch watch;
    private volatile SampleSink sink = sample -> {};
    private volatile long startNanos = Long.MAX_VALUE;
    private volatile @Nullable Group group;
    private volatile @Nullable String stopReason;
    private volatile @Nullable Throwable failure;
    private volatile double level;
    private volatile int inFlight;
    private @Nullable String aborted;
    private boolean stopping;
    private int peak;
    private long lookedAt;
    private long waitingSince;

    /** A message from a worker; null if the worker is lost. */
    record Event(String from, @Nullable Message message, long nanos, List<RequestSample> before) {}

    /**
     * Creates the coordinator of a run.
     *
     * @param settings the cluster, and how many of its workers are needed
     * @param assignment the work for the workers
     * @param joining joins the group of the cluster
     */
    public Coordinator(ClusterSettings settings, Assignment assignment, Joining joining) {
        this.settings = settings;
        this.plan = assignment.plan();
        this.assignment = assignment;
        this.workers = new RunWorkers(plan.lagTolerance());
        this.watch = new LoadWatch(plan);
        this.joining = joining;
    }

    /** Joins the group of a cluster. */
    @FunctionalInterface
    public interface Joining {
        /**
         * Joins the group.
         *
         * @throws ConfigurationException if the cluster cannot be joined
         */
        Group join(Group.Listener listener);
    }

    @Override
    public void received(String from, byte[] bytes) {
        long now = System.nanoTime();
        try {
            if (bytes[0] == Message.ROWS) {
                rows(from, bytes);
            } else {
                add(from, Message.decode(bytes), now);
            }
        } catch (IllegalArgumentException e) {
            add(from, new Failed("its message cannot be read: " + e.getMessage()), now);
        }
    }

    /** Called by the thread that delivers a member's messages, so that its rows and its other messages keep their order. */
    private void add(String from, @Nullable Message message, long now) {
        RemoteWorker worker = workers.at(from);
        if (worker != null) {
            worker.heard(now);
        }
        inbox.add(new Event(from, message, now, worker == null ? List.of() : worker.kept()));
    }

    @Override
    public void lost(String member) {
        inbox.add(new Event(member, null, System.nanoTime(), List.of()));
    }

    private void rows(String from, byte[] bytes) {
        RemoteWorker worker = workers.at(from);
        if (worker == null) {
            return;
        }
        List<RequestSample> samples =
                SampleReader.read(ByteBuffer.wrap(bytes, 1, bytes.length - 1), plan.test(), worker.number());
        for (RequestSample sample : samples) {
            while (sink.isBehind()) {
                // Makes the worker keep its rows until this JVM has caught up.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                worker.heard(System.nanoTime());
            }
            sink.accept(sample);
            if (assignment.watched()) {
                worker.keep(sample);
            }
        }
        worker.heard(System.nanoTime());
        worker.arrived(samples.size());
    }

    @Override
    public void prepare(Consumer<String> console) throws InterruptedException {
        Group joined = joining.join(this);
        group = joined;
        Roster roster = new Roster(settings, plan, joined, inbox);
        for (RemoteWorker worker : roster.claim(console)) {
            workers.add(worker);
        }
        console.accept(roster.inWords(workers.all()));
        console.accept("Preparing the workers; nothing is sent to the endpoint yet but a probe by each");
        long size = assignment.sendFile(part -> workers.all().forEach(worker -> joined.tell(worker.address(), part)));
        workers.all().forEach(worker -> tell(worker, assignment.prepare(worker.number(), workers.size(), size)));
        Map<RemoteWorker, Event> answers =
                answers(LONGEST_PREPARATION, Set.of(Ready.class, Refused.class, Failed.class));
        compareClocks(PINGS, RemoteWorker::clock);
        requireReady(answers);
    }

    private void requireReady(Map<RemoteWorker, Event> answers) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (RemoteWorker worker : workers.all()) {
            Event event = answers.get(worker);
            Message answer = event == null || worker.isGone() ? null : event.message();
            if (!(answer instanceof Ready)) {
                String why = answer instanceof Refused refused
                        ? refused.why()
                        : answer instanceof Failed failed
                                ? "it failed: " + failed.why()
                                : "it was lost or did not answer";
                reasons.computeIfAbsent(plan.secrets().maskedIn(why), it -> new ArrayList<>())
                        .add(worker.name());
            }
        }
        if (!reasons.isEmpty()) {
            throw ConfigurationException.saying(reasons.entrySet().stream()
                    .map(reason -> String.join(", ", reason.getValue()) + ": " + reason.getKey())
                    .collect(Collectors.joining(
                            "\n", "The load was not started because workers could not prepare it.\n", "")));
        }
    }

    private void compareClocks(int times, Function<RemoteWorker, ClockOffset> kept) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            long sent = System.nanoTime();
            for (RemoteWorker worker : workers.all()) {
                if (!worker.isGone()) {
                    tell(worker, new Ping(sent));
                }
            }
            Duration longest = Duration.ofSeconds(2);
            answers(longest, Set.of(Pong.class)).forEach((worker, event) -> {
                if (event.message() instanceof Pong pong) {
                    kept.apply(worker).add(pong.number(), event.nanos(), pong.nanos());
                }
            });
        }
    }

    private void tell(RemoteWorker worker, Message message) {
        Objects.requireNonNull(group, "not prepared").tell(worker.address(), Message.encode(message));
    }

    /** Waits for an answer from each worker. A lost worker has none. */
    private Map<RemoteWorker, Event> answers(Duration longest, Set<Class<? extends Message>> wanted)
            throws InterruptedException {
        Map<RemoteWorker, Event> answers = new LinkedHashMap<>();
        Set<RemoteWorker> open = workers.all().stream()
                .filter(worker -> !worker.isGone())
                .collect(Collectors.toCollection(HashSet::new));
        long deadline = System.nanoTime() + longest.toNanos();
        while (!open.isEmpty() && stopReason == null) {
            Event event = inbox.poll(
                    Math.min(LOOK_MILLIS, Math.max(0, (deadline - System.nanoTime()) / 1_000_000)),
                    TimeUnit.MILLISECONDS);
            if (event == null) {
                if (System.nanoTime() > deadline) {
                    break;
                }
                continue;
            }
            RemoteWorker worker = workers.at(event.from());
            if (worker == null) {
                continue;
            }
            if (event.message() == null) {
                worker.lost(elapsed());
                open.remove(worker);
            } else if (wanted.contains(event.message().getClass())) {
                answers.put(worker, event);
                open.remove(worker);
            }
        }
        return answers;
    }

    @Override
    public RunFacts carryOut(SampleSink samples, Consumer<Block> blocks) {
        sink = samples;
        boolean interrupted = false;
        Instant startedAt = Instant.now();
        try {
            startedAt = start();
            handleAll();
            compareClocks(PINGS_AFTERWARDS, RemoteWorker::clockAfterwards);
        } catch (InterruptedException e) {
            interrupted = true;
            stop("the test was interrupted");
            handleUninterrupted();
        }
        RunFacts facts = facts(startedAt);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return facts;
    }

    /** Starts all workers at the same moment, or none. */
    private Instant start() throws InterruptedException {
        for (int attempt = 0; attempt < 2 && stopReason == null; attempt++) {
            Duration longest = workers.all().stream()
                    .map(worker -> worker.clock().longestRoundTrip().multipliedBy(10))
                    .reduce(LEAST_NOTICE, RunWorkers::longer);
            longest = longest.compareTo(MOST_NOTICE) < 0 ? longest : MOST_NOTICE;
            long at = System.nanoTime() + longest.toNanos();
            workers.all()
                    .forEach(worker -> tell(worker, new Start(worker.clock().toWorker(at))));
            Map<RemoteWorker, Event> answers =
                    answers(longest.multipliedBy(4).dividedBy(5), Set.of(Armed.class, Refused.class, Failed.class));
            long armed = answers.entrySet().stream()
                    .filter(answer ->
                            isArmed(answer.getValue(), answer.getKey().clock().toWorker(at)))
                    .count();
            if (armed == workers.size()) {
                startNanos = at;
                return Instant.now().plusNanos(at - System.nanoTime());
            }
            if (armed > 0) {
                // An armed worker takes no other start, but a stop ends it before it begins.
                break;
            }
        }
        if (stopReason == null) {
            stop("not all workers could start at the same moment");
        }
        return Instant.now();
    }

    private static boolean isArmed(Event event, long nanos) {
        return event.message() instanceof Armed armed && armed.nanos() == nanos;
    }

    /** Handles what happens until no worker has anything left to send. */
    private void handleAll() throws InterruptedException {
        waitingSince = System.nanoTime();
        while (!isOver()) {
            Event event = inbox.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) {
                handle(event);
            }
            String why = stopReason;
            if (why != null) {
                endOnWorkers(why);
            }
        }
    }

    /** Waits for the rows of a load that was interrupted. */
    private void handleUninterrupted() {
        while (true) {
            try {
                handleAll();
                return;
            } catch (InterruptedException e) {
                // The rows are on their way.
            }
        }
    }

    /** A worker that says nothing for long is lost, whether or not the group has noticed. */
    private boolean isOver() {
        long now = System.nanoTime();
        long since = startNanos == Long.MAX_VALUE ? waitingSince : startNanos;
        boolean late = now - since > plan.hardDeadline().plus(GRACE).toNanos();
        for (RemoteWorker worker : workers.all()) {
            long silence = now - Math.max(since, worker.heardAt());
            if (!worker.isOver() && silence > (late ? GRACE : LONGEST_SILENCE).toNanos()) {
                handle(new Event(worker.address(), null, now, List.of()));
            }
        }
        return workers.areOver();
    }

    private void endOnWorkers(String why) {
        if (!stopping) {
            stopping = true;
            workers.all().stream().filter(worker -> !worker.isOver()).forEach(worker -> tell(worker, new Stop(why)));
        }
    }

    private void handle(Event event) {
        RemoteWorker worker = workers.at(event.from());
        if (worker == null) {
            return;
        }
        event.before().forEach(watch::ended);
        Message message = event.message();
        if (message == null) {
            if (!worker.isOver()) {
                worker.lost(elapsed());
                if (!settings.finishesOnLoss()) {
                    endOnWorkers(worker.name() + " was lost");
                }
            }
        } else if (message instanceof Status status) {
            worker.told(status);
            look();
        } else if (message instanceof End end) {
            worker.ended(end);
            if (!end.failed().isEmpty()) {
                failed(worker, end.failed());
            }
            if (!end.left().isEmpty() && !settings.finishesOnLoss()) {
                endOnWorkers(worker.name() + " " + end.left());
            }
            look();
        } else if (message instanceof Failed failed) {
            failed(worker, failed.why());
        } else if (message instanceof Refused refused) {
            failed(worker, refused.why());
        }
    }

    private void failed(RemoteWorker worker, String why) {
        failure =
                new IllegalStateException(worker.name() + ": " + plan.secrets().maskedIn(why));
        if (!worker.isOver()) {
            worker.lost(elapsed());
        }
        endOnWorkers(worker.name() + " failed");
    }

    /** Judges the state of the load, and ends it if the plan says so. */
    private void look() {
        level = workers.level();
        inFlight = workers.inFlight();
        peak = Math.max(peak, inFlight);
        if (!assignment.watched() || stopping) {
            return;
        }
        long now = workers.elapsed();
        if (now > lookedAt && now != Long.MAX_VALUE) {
            lookedAt = now;
            watch.look(
                            now,
                            workers.going(plan.test()),
                            workers.dropped(),
                            workers.stalls().each())
                    .ifPresent(why -> {
                        if (watch.breakpoint().isEmpty()) {
                            aborted = why;
                        }
                        endOnWorkers(why);
                    });
            watch.nextRate(now).ifPresent(next -> workers.all().forEach(worker -> tell(worker, new Rate(next))));
        }
    }

    private RunFacts facts(Instant startedAt) {
        RunFacts merged = workers.facts(startedAt, elapsed());
        if (assignment.watched()) {
            workers.all().forEach(worker -> worker.kept().forEach(watch::ended));
            watch.runEnded(
                    merged.elapsed().toNanos() / 1_000,
                    merged.dropped(),
                    merged.stalls().each());
        }
        return merged.toBuilder()
                .cutShort(Optional.ofNullable(stopReason).or(() -> stopping ? Optional.empty() : workers.cutShort()))
                .aborted(Optional.ofNullable(aborted))
                .breakpoint(watch.breakpoint())
                .peakInFlight(Math.max(peak, merged.peakInFlight()))
                .build();
    }

    @Override
    public void stop(String why) {
        if (stopReason == null) {
            stopReason = why;
        }
    }

    @Override
    public Duration elapsed() {
        long since = startNanos;
        return since == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - since));
    }

    @Override
    public double level() {
        return level;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        Group joined = group;
        if (joined != null) {
            try (joined) {
                workers.all().forEach(worker -> tell(worker, new Release()));
            }
        }
    }
}
