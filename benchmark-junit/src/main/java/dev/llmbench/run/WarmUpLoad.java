package dev.llmbench.run;

import dev.llmbench.engine.LoadEngine;
import dev.llmbench.openai.Call;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.report.csv.RequestsCsv;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.SampleHandOff;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The load of the warm-up, which runs like that of any plan.
 *
 * @param target a server in this JVM
 * @param users the number of virtual users
 */
record WarmUpLoad(Target target, RequestOptions request, Measuring measuring, int users) {
    private static final Duration ROUND = Duration.ofMillis(300);
    private static final Duration DRAIN = Duration.ofMillis(100);
    private static final int TURNS = 3;

    /** Runs the whole path briefly, from schedule to CSV. */
    LoadResult round() throws InterruptedException {
        LoadPlan plan = plan();
        PreparedRequest prepared = prepared();
        Recorder recorder = new Recorder(plan);
        RunFacts facts;
        try (Scratch scratch = Scratch.open(target);
                OpenAiClient client = new OpenAiClient(
                        target, request, measuring.conversations(), Optional.empty(), new StallLog(Ticker.system()));
                SampleHandOff samples = new SampleHandOff(scratch.sink().andThen(recorder), () -> {})) {
            LoadEngine engine = new LoadEngine(plan, client, () -> prepared, samples, new StallLog(Ticker.system()));
            engine.start();
            facts = engine.await().toBuilder().spoken(client.spoken()).build();
        }
        return recorder.result(facts, sink -> false);
    }

    private LoadPlan plan() {
        Load load = Load.ofUsers(users, List.of(new Stage(users, ROUND)), DRAIN, Duration.ZERO, 0);
        return new LoadPlan(
                "warm-up",
                "none",
                target,
                request,
                load,
                List.of(),
                GoodputLimits.NONE,
                EarlyEnd.NONE,
                Optional.empty(),
                true,
                Evidence.POINT,
                measuring);
    }

    private PreparedRequest prepared() {
        TextPrompt prompt = new TextPrompt("warm-up", "Warm up.", OptionalInt.empty(), OptionalInt.empty());
        if (measuring.twoLengths().isPresent()) {
            return PreparedRequest.pair(
                    prompt, prompt, measuring.twoLengths().get().difference(), request);
        }
        return PreparedRequest.of(measuring.conversations() ? conversation(prompt) : prompt, request);
    }

    private static Prompt conversation(TextPrompt prompt) {
        Conversation.Turn turn = new Conversation.Turn(prompt.messages(), OptionalInt.empty());
        return new Conversation(prompt.traits(), Collections.nCopies(TURNS, turn));
    }

    /**
     * Sends one request per user at the same time, each on a new connection.
     *
     * @param deadline when to give up, by {@link System#nanoTime}
     * @return whether no request failed before the deadline
     */
    boolean atOnce(long deadline) throws InterruptedException {
        PreparedRequest prepared = prepared();
        RunClock clock = RunClock.starting(Ticker.system());
        BlockingQueue<RequestSample> ended = new LinkedBlockingQueue<>();
        try (OpenAiClient client = new OpenAiClient(target, request, new StallLog(Ticker.system()))) {
            for (int i = 0; i < users; i++) {
                client.send(new Call("warm-up", "warm-up", 0, Phase.WARMUP, 0, prepared, clock, 0), ended::add);
            }
            for (int i = 0; i < users; i++) {
                RequestSample sample = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (sample == null || sample.outcome() != Outcome.OK) {
                    return sample == null;
                }
            }
        }
        return true;
    }

    /** A temporary CSV file. */
    private record Scratch(Optional<Path> file, Optional<RequestsCsv> csv) implements AutoCloseable {

        static Scratch open(Target target) {
            try {
                Path file = Files.createTempFile("llm-load-warm-up", ".csv");
                return new Scratch(Optional.of(file), Optional.of(RequestsCsv.create(file, target)));
            } catch (IOException e) {
                // Without temporary files everything except the CSV is warmed up.
                return new Scratch(Optional.empty(), Optional.empty());
            }
        }

        SampleSink sink() {
            return csv.<SampleSink>map(sink -> sink).orElse(sample -> {});
        }

        @Override
        public void close() {
            csv.ifPresent(RequestsCsv::close);
            file.ifPresent(path -> path.toFile().delete());
        }
    }
}
