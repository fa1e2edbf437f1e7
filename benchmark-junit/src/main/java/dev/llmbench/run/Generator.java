package dev.llmbench.run;

import dev.llmbench.engine.Lane;
import dev.llmbench.engine.LoadEngine;
import dev.llmbench.engine.NextRate;
import dev.llmbench.engine.Snapshot;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadShare;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.StallInjection;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Generates load in this JVM: a whole plan, or a share of it. */
public final class Generator implements LoadCarrier {
    private static final Duration HEAD_START = Duration.ofMillis(50);

    private final LoadPlan plan;
    private final RequestOrder requests;
    private final Optional<Tokenizer> tokenizer;
    private LoadShare share = LoadShare.WHOLE;
    private boolean probed = true;
    private GeneratorWarmUp warmUp = GeneratorWarmUp.OF_THIS_JVM;
    private StallLog stalls = new StallLog(Ticker.system());
    private Function<Ticker, RunClock> start = ticker -> RunClock.startingIn(HEAD_START, ticker);
    private Consumer<LoadEngine> observer = engine -> {};
    private final Map<Arm, OpenAiClient> clients = new EnumMap<>(Arm.class);
    private final Map<Arm, RequestFeed> feeds = new EnumMap<>(Arm.class);
    private volatile @Nullable LoadEngine engine;
    private volatile @Nullable String stopReason;

    public Generator(LoadPlan plan, RequestOrder requests, Optional<Tokenizer> tokenizer) {
        this.plan = plan;
        this.requests = requests;
        this.tokenizer = tokenizer;
    }

    /** Sends only a share of the load. Default: the whole load. */
    public Generator share(LoadShare part) {
        share = part;
        return this;
    }

    /** Whether to probe each endpoint before the load. Default true. */
    public Generator probed(boolean wanted) {
        probed = wanted;
        return this;
    }

    /** Replaces the warm-up of this JVM. */
    public Generator warmUp(GeneratorWarmUp other) {
        warmUp = other;
        return this;
    }

    /** Makes the generator stall now and then, so that a test can observe the effect. */
    public Generator stalls(StallInjection artificial) {
        stalls = new StallLog(Ticker.system(), artificial);
        return this;
    }

    /** Starts the load when the ticker reaches the given reading, in nanoseconds. Default: at once. */
    public Generator startAt(long nanos) {
        start = ticker -> RunClock.startingAt(nanos, ticker);
        return this;
    }

    /**
     * Passes a snapshot of the run to an observer regularly, on the engine's thread.
     *
     * @param inFlightToo whether a snapshot contains the requests in flight
     */
    public Generator observe(boolean inFlightToo, Consumer<Snapshot> snapshots) {
        observer = started -> started.observe(inFlightToo, snapshots);
        return this;
    }

    @Override
    public void prepare(Consumer<String> console) throws InterruptedException {
        if (probed) {
            new Probe(plan).send(requests.first());
            if (plan.against().isPresent()) {
                new Probe(plan, Arm.BASELINE).send(requests.first());
            }
        }
        warmUp.forPlan(plan, console).line().ifPresent(console);
        open(Arm.CANDIDATE);
        if (plan.against().isPresent()) {
            open(Arm.BASELINE);
        }
        HeapRoom.make();
    }

    private void open(Arm arm) throws InterruptedException {
        clients.put(
                arm,
                new OpenAiClient(plan.of(arm).target(), plan.request(), plan.runsConversations(), tokenizer, stalls));
        feeds.put(arm, requests.to(arm, share));
    }

    @Override
    public RunFacts carryOut(SampleSink samples, Consumer<Block> blocks) {
        List<Block> all = new CopyOnWriteArrayList<>();
        CountedRequests counted = new CountedRequests(feed(Arm.CANDIDATE));
        List<Lane> lanes = clients.keySet().stream()
                .map(arm -> new Lane(arm, client(arm), arm == Arm.CANDIDATE ? counted : feed(arm)))
                .toList();
        LoadEngine started = new LoadEngine(
                plan, share, requests.trace(), start.apply(stalls.ticker()), lanes, samples, stalls, block -> {
                    all.add(block);
                    blocks.accept(block);
                });
        observer.accept(started);
        engine = started;
        stopIfRequested(started);
        started.start();
        RunFacts facts = awaitEnd(started);
        return facts.toBuilder()
                .dataset(Optional.of(requests.use(counted.count())))
                .spoken(client(Arm.CANDIDATE).spoken())
                .reconnects(client(Arm.CANDIDATE).reconnects())
                .baseline(facts.baseline()
                        .map(its -> its.over(
                                client(Arm.BASELINE).spoken(),
                                client(Arm.BASELINE).reconnects())))
                .blocks(all)
                .build();
    }

    private OpenAiClient client(Arm arm) {
        return Objects.requireNonNull(clients.get(arm), "not prepared");
    }

    private RequestFeed feed(Arm arm) {
        return Objects.requireNonNull(feeds.get(arm), "not prepared");
    }

    private static RunFacts awaitEnd(LoadEngine started) {
        boolean interrupted = false;
        while (true) {
            try {
                RunFacts facts = started.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return facts;
            } catch (InterruptedException e) {
                interrupted = true;
                started.stop("the test was interrupted");
            }
        }
    }

    @Override
    public void stop(String why) {
        stopReason = why;
        LoadEngine running = engine;
        if (running != null) {
            running.stop(why);
        }
    }

    /** Sets the next rate of a search that is observed. */
    public void tell(NextRate next) {
        LoadEngine running = engine;
        if (running != null) {
            running.tell(next);
        }
    }

    private void stopIfRequested(LoadEngine running) {
        String why = stopReason;
        if (why != null) {
            running.stop(why);
        }
    }

    @Override
    public Duration elapsed() {
        LoadEngine running = engine;
        return running == null ? Duration.ZERO : running.elapsed();
    }

    @Override
    public double level() {
        LoadEngine running = engine;
        return running == null ? 0 : running.level();
    }

    @Override
    public int inFlight() {
        LoadEngine running = engine;
        return running == null ? 0 : running.inFlight();
    }

    @Override
    public Optional<Throwable> failure() {
        LoadEngine ended = engine;
        return ended == null ? Optional.empty() : ended.failure();
    }

    @Override
    public void close() {
        feeds.values().forEach(RequestFeed::close);
        clients.values().forEach(OpenAiClient::close);
    }
}
