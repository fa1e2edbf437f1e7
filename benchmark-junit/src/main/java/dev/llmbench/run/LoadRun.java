package dev.llmbench.run;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.engine.Lane;
import dev.llmbench.engine.LoadEngine;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.report.console.Progress;
import dev.llmbench.report.console.ProgressView;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.Block;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.RunRecorder;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.SampleHandOff;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a plan: the engine, the clients, and the thread that records samples and shows progress. */
public final class LoadRun {
    private static final Duration HEAD_START = Duration.ofMillis(50);
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(1);

    private final LoadPlan plan;
    private final Optional<Trace> trace;
    private final Optional<Tokenizer> tokenizer;
    private final RunRecorder recorder;
    private final RequestsCsv csv;
    private final SampleSink notable;
    private final RunOutputs further;
    private final ProgressView progress;
    private final StallInjection injection;
    private volatile @Nullable LoadEngine engine;
    private volatile @Nullable String stopReason;
    private Duration lastFlush = Duration.ZERO;

    public LoadRun(
            LoadPlan plan,
            Optional<Trace> trace,
            Optional<Tokenizer> tokenizer,
            RunRecorder recorder,
            RequestsCsv csv,
            SampleSink notable,
            RunOutputs further,
            ProgressView progress,
            StallInjection injection) {
        this.plan = plan;
        this.trace = trace;
        this.tokenizer = tokenizer;
        this.recorder = recorder;
        this.csv = csv;
        this.notable = notable;
        this.further = further;
        this.progress = progress;
        this.injection = injection;
    }

    /**
     * Runs the load and waits until it has ended and all samples are recorded. An interrupt of the calling thread ends the
     * load at once; the interrupted status is set afterwards.
     */
    public RunFacts carryOut(Map<Arm, Supplier<PreparedRequest>> requests) {
        StallLog stalls = new StallLog(Ticker.system(), injection);
        SampleSink ofCandidate = further.andThen(notable).only(Arm.CANDIDATE);
        List<Block> blocks = new CopyOnWriteArrayList<>();
        try (progress;
                further;
                SampleHandOff samples =
                        new SampleHandOff(csv.andThen(ofCandidate).andThen(recorder), this::tick);
                Clients clients = Clients.open(arm -> client(arm, stalls), requests.keySet())) {
            HeapRoom.make();
            further.start();
            List<Lane> lanes = requests.entrySet().stream()
                    .map(arm -> new Lane(arm.getKey(), clients.to(arm.getKey()), arm.getValue()))
                    .toList();
            LoadEngine started = new LoadEngine(plan, trace, HEAD_START, lanes, samples, stalls, block -> {
                recorder.begin(block);
                blocks.add(block);
            });
            engine = started;
            stopIfRequested(started);
            started.start();
            RunFacts facts = awaitEnd(started);
            return facts.toBuilder()
                    .spoken(clients.to(Arm.CANDIDATE).spoken())
                    .reconnects(clients.to(Arm.CANDIDATE).reconnects())
                    .baseline(facts.baseline()
                            .map(its -> its.over(
                                    clients.to(Arm.BASELINE).spoken(),
                                    clients.to(Arm.BASELINE).reconnects())))
                    .blocks(blocks)
                    .build();
        }
    }

    private OpenAiClient client(Arm arm, StallLog stalls) {
        return new OpenAiClient(plan.of(arm).target(), plan.request(), plan.runsConversations(), tokenizer, stalls);
    }

    /** The clients of a run, one for each endpoint. */
    private record Clients(Map<Arm, OpenAiClient> all) implements AutoCloseable {

        static Clients open(Function<Arm, OpenAiClient> maker, Set<Arm> arms) {
            Clients clients = new Clients(new EnumMap<>(Arm.class));
            try {
                arms.forEach(arm -> clients.all.put(arm, maker.apply(arm)));
                return clients;
            } catch (RuntimeException | Error e) {
                clients.close();
                throw e;
            }
        }

        OpenAiClient to(Arm arm) {
            return Objects.requireNonNull(all.get(arm));
        }

        @Override
        public void close() {
            all.values().forEach(OpenAiClient::close);
        }
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

    /** Returns the failure of the load engine, if any. */
    public Optional<Throwable> failure() {
        LoadEngine ended = engine;
        return ended == null ? Optional.empty() : ended.failure();
    }

    /** Ends the load at once, or as soon as it begins. May be called from any thread. */
    void stop(String why) {
        stopReason = why;
        LoadEngine running = engine;
        if (running != null) {
            running.stop(why);
        }
    }

    private void stopIfRequested(LoadEngine running) {
        String why = stopReason;
        if (why != null) {
            running.stop(why);
        }
    }

    /** Runs periodically on the recorder's thread. */
    private void tick() {
        LoadEngine running = engine;
        if (running == null) {
            return;
        }
        Duration elapsed = running.elapsed();
        if (elapsed.minus(lastFlush).compareTo(BETWEEN_FLUSHES) >= 0) {
            csv.flush();
            further.flush();
            lastFlush = elapsed;
        }
        further.tick(elapsed, running.level(), running.inFlight());
        progress.tick(elapsed, () -> progress(running, elapsed));
    }

    private Progress progress(LoadEngine running, Duration elapsed) {
        return new Progress(
                elapsed,
                plan.load().end(),
                stageAt(elapsed),
                plan.load().stages().size(),
                plan.load().model(),
                running.level(),
                running.inFlight(),
                recorder.tally());
    }

    private int stageAt(Duration elapsed) {
        Duration end = plan.load().warmUp();
        if (elapsed.compareTo(end) < 0) {
            return 0;
        }
        int number = 0;
        for (Stage stage : plan.load().stages()) {
            number++;
            end = end.plus(stage.duration());
            if (elapsed.compareTo(end) < 0) {
                return number;
            }
        }
        return number;
    }
}
