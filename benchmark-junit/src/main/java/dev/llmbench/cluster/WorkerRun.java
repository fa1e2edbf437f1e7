package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.Armed;
import dev.llmbench.cluster.Message.Claim;
import dev.llmbench.cluster.Message.End;
import dev.llmbench.cluster.Message.Failed;
import dev.llmbench.cluster.Message.Prepare;
import dev.llmbench.cluster.Message.Rate;
import dev.llmbench.cluster.Message.Ready;
import dev.llmbench.cluster.Message.Refused;
import dev.llmbench.cluster.Message.Release;
import dev.llmbench.cluster.Message.Start;
import dev.llmbench.cluster.Message.Stop;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.plan.Target;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.result.RunFacts;
import dev.llmbench.run.Generator;
import dev.llmbench.run.RequestOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, of which a worker sends a share on a thread of its own. */
final class WorkerRun {
    /** A coordinator that is not lost but silent for this long has forgotten the worker. */
    private static final long LONGEST_SILENCE_MINUTES = 15;

    /** A start that is closer than this might be missed. */
    private static final long LEAST_NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Group group;
    private final String coordinator;
    private final Claim claim;
    private final WorkerLimits limits;
    private final Consumer<String> log;
    private final Consumer<WorkerRun> released;
    private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final ReceivedFile file = new ReceivedFile();
    private final Thread thread = new Thread(this::carryOut, "llm-load-worker");
    private volatile @Nullable Generator generator;
    private volatile @Nullable Outbox outbox;
    private volatile boolean running;
    private volatile boolean over;
    private volatile @Nullable String leaving;

    WorkerRun(
            Group group,
            String coordinator,
            Claim claim,
            WorkerLimits limits,
            Consumer<String> log,
            Consumer<WorkerRun> released) {
        this.group = group;
        this.coordinator = coordinator;
        this.claim = claim;
        this.limits = limits;
        this.log = log;
        this.released = released;
        thread.setDaemon(true);
        thread.start();
    }

    String coordinator() {
        return coordinator;
    }

    /** Returns who uses the worker. */
    String user() {
        return claim.test() + " on " + claim.host();
    }

    /** Adds a part of the dataset's file. */
    void file(byte[] message) {
        file.add(message);
    }

    void received(Message message) {
        if (message instanceof Stop stop) {
            stop(stop.why());
            // A load that has yet to start ends at once, and says so.
            inbox.add(new Start(System.nanoTime() + TimeUnit.SECONDS.toNanos(1)));
        } else if (message instanceof Rate rate) {
            Generator running = generator;
            if (running != null) {
                running.tell(rate.next());
            }
        } else if (message instanceof Release) {
            release();
        } else {
            inbox.add(message);
        }
    }

    private void stop(String why) {
        Generator running = generator;
        if (running != null) {
            running.stop(why);
        }
    }

    /** Ends the load and discards its rows, which nobody can take any more. */
    void orphaned() {
        if (running) {
            log.accept("The coordinator was lost, so the load ends");
        }
        release();
    }

    /** Ends the load because the worker shuts down, and delivers the rows. */
    void leave() {
        leaving = "was shut down";
        try {
            if (running) {
                stop("the worker was shut down");
                thread.join(TimeUnit.SECONDS.toMillis(10));
            }
            release();
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        over = true;
        stop("the run is over");
        Outbox open = outbox;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
    }

    private void tell(Message message) {
        group.tell(coordinator, Message.encode(message));
    }

    private void carryOut() {
        try (file) {
            Prepare prepare = await(Prepare.class);
            carryOut(prepare);
        } catch (InterruptedException e) {
            // The run was released.
        } catch (ConfigurationException | DatasetException e) {
            tell(new Refused(String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            log.accept("The run failed: " + e.getClass().getName());
            tell(new Failed(e.toString()));
        } finally {
            Outbox open = outbox;
            if (open != null) {
                open.close();
            }
            released.accept(this);
        }
    }

    private <M extends Message> M await(Class<M> wanted) throws InterruptedException {
        while (!over) {
            Message next = inbox.poll(LONGEST_SILENCE_MINUTES, TimeUnit.MINUTES);
            if (wanted.isInstance(next)) {
                return wanted.cast(next);
            }
            if (next == null) {
                break;
            }
        }
        throw new InterruptedException();
    }

    private void carryOut(Prepare prepare) throws InterruptedException {
        LoadPlan plan = prepare.plan();
        LoadShare share = new LoadShare(prepare.number() - 1, prepare.of());
        requireAllowed(plan, share);
        Dataset dataset = dataset(prepare);
        if (!dataset.digest().equals(prepare.digest())) {
            throw new IllegalStateException("the prompts of this worker are not those of the test");
        }
        try (Generator made = new Generator(plan, new RequestOrder(plan, dataset), tokenizer(plan)).share(share)) {
            made.probed(prepare.probed()).prepare(line -> {});
            generator = made;
            tell(new Ready());
            Start start = await(Start.class);
            while (start.nanos() - System.nanoTime() < LEAST_NOTICE_NANOS) {
                tell(new Refused("the start came too late"));
                start = await(Start.class);
            }
            tell(new Armed(start.nanos()));
            run(made.startAt(start.nanos()), prepare.watched(), plan);
        }
        if (leaving == null) {
            // The coordinator compares the clocks again before it releases the worker.
            await(Release.class);
        }
    }

    private Dataset dataset(Prepare prepare) throws InterruptedException {
        boolean generated = prepare.size() < 0;
        String location = generated
                ? prepare.dataset()
                : file.complete(prepare.dataset(), prepare.size()).toString();
        return Datasets.load(location, Path.of(""), Worker.class.getClassLoader(), prepare.options());
    }

    /** The coordinator has checked that the tokenizer is a built-in one. */
    private static Optional<Tokenizer> tokenizer(LoadPlan plan) {
        return plan.tokenizer().flatMap(Tokenizer::builtIn);
    }

    private void run(Generator made, boolean watched, LoadPlan plan) throws InterruptedException {
        try (Outbox rows =
                new Outbox(message -> group.tell(coordinator, message), new Backlog(Outbox.MEMORY, Outbox.SPOOL))) {
            outbox = rows;
            log.accept(
                    "Sends a share of " + plan.test() + " to " + plan.target().shownEndpoint());
            running = true;
            RunFacts facts = made.observe(watched, rows::accept).carryOut(rows, block -> {});
            String left = leaving;
            String flaw = made.failure().map(Throwable::toString).orElse("");
            rows.finish(sent -> new End(
                    facts, sent, left == null ? "" : left, plan.secrets().maskedIn(flaw)));
            running = false;
        }
    }

    private void requireAllowed(LoadPlan plan, LoadShare share) {
        List<Target> targets = Stream.concat(Stream.of(plan.target()), plan.against().map(Against::target).stream())
                .toList();
        targets.stream()
                .map(limits::objection)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(objection -> {
                    throw ConfigurationException.saying(objection);
                });
        long streams = share.of(
                plan.load().model().isOpen()
                        ? plan.load().maxInFlight()
                        : (long) Math.ceil(plan.load().highestLevel()));
        if (streams * targets.size() > limits.mostStreams().orElse(Integer.MAX_VALUE)) {
            throw ConfigurationException.saying("the worker's operator allows "
                    + limits.mostStreams().getAsInt() + " requests in flight, but its share has up to "
                    + streams * targets.size() + ". Use more workers");
        }
    }
}
