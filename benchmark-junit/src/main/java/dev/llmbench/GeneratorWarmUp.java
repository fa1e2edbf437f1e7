package dev.llmbench;

import dev.llmbench.engine.LoadEngine;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.SampleHandOff;
import dev.llmbench.metric.SampleSink;
import dev.llmbench.metric.StallLog;
import dev.llmbench.metric.Statistic;
import dev.llmbench.metric.Ticker;
import dev.llmbench.openai.OpenAiClient;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.report.RequestsCsv;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recorder;
import dev.llmbench.result.RunFacts;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Makes the load generator fast before its first request reaches the target: a cold JVM takes hundreds of milliseconds for
 * what it later does in a tenth of one, and would report them as the server's. Runs the whole path, from schedule to CSV,
 * against a simulator in this JVM, until it is fast or its time is up; once per JVM.
 */
final class GeneratorWarmUp {
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofMillis(300);
    private static final int TOKENS = 60;
    private static final int USERS = 16;
    private static final int CROWD_TOKENS = 10;
    private static final int CROWD = 200;
    private static final int LEAST_ROUNDS = 2;
    private static final double FAST_MICROS = 1_000;

    private static boolean done;

    private GeneratorWarmUp() {}

    /** Warms up, unless this JVM has done so. */
    static synchronized void once() throws InterruptedException {
        if (done) {
            return;
        }
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(5))
                .tpot(Duration.ofMillis(1))
                .outputTokens(TOKENS)
                .start()) {
            LoadPlan crowd = plan(simulator.url(), CROWD, CROWD_TOKENS);
            LoadPlan streams = plan(simulator.url(), USERS, TOKENS);
            boolean fast = false;
            for (int i = 0; i < LEAST_ROUNDS || (!fast && System.nanoTime() < deadline); i++) {
                // Many at once open connections, which few do too seldom for the JIT compiler to care.
                round(crowd);
                fast = isFast(round(streams));
            }
        }
        done = true;
    }

    private static boolean isFast(LoadResult round) {
        return round.run()
                        .latency(Metric.DISPATCH_LAG)
                        .micros(Statistic.percentile(95))
                        .orElse(Double.MAX_VALUE)
                < FAST_MICROS;
    }

    private static LoadPlan plan(String url, int users, int tokens) {
        Target target = new Target(
                URI.create(url + "/v1/chat/completions"),
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        RequestOptions request = new RequestOptions(
                PromptType.CHAT,
                Optional.empty(),
                OptionalInt.of(tokens),
                OptionalDouble.empty(),
                RequestOptions.parseExtra(""),
                true);
        Load load = Load.ofUsers(users, List.of(new Stage(users, ROUND)), Duration.ofMillis(100), Duration.ZERO, 0);
        return new LoadPlan(
                "warm-up", "none", target, request, load, List.of(), GoodputLimits.NONE, Optional.empty(), true);
    }

    private static LoadResult round(LoadPlan plan) throws InterruptedException {
        PreparedRequest prompt = PreparedRequest.of(
                new TextPrompt("warm-up", "Warm up.", OptionalInt.empty(), OptionalInt.empty()), plan.request());
        Recorder recorder = new Recorder(plan);
        RunFacts facts;
        try (Scratch scratch = Scratch.open(plan.target());
                OpenAiClient client = new OpenAiClient(plan.target(), plan.request(), new StallLog(Ticker.system()));
                SampleHandOff samples = new SampleHandOff(scratch.sink().andThen(recorder), () -> {})) {
            LoadEngine engine = new LoadEngine(plan, client, () -> prompt, samples, new StallLog(Ticker.system()));
            engine.start();
            facts = engine.await();
        }
        return recorder.result(facts, sink -> false);
    }

    /** A CSV that nobody reads. */
    private record Scratch(Optional<Path> file, Optional<RequestsCsv> csv) implements AutoCloseable {

        static Scratch open(Target target) {
            try {
                Path file = Files.createTempFile("llm-load-warm-up", ".csv");
                return new Scratch(Optional.of(file), Optional.of(RequestsCsv.create(file, target)));
            } catch (IOException e) {
                // A JVM without a place for temporary files warms up all but its CSV.
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
