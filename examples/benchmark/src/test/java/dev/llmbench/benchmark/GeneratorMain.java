package dev.llmbench.benchmark;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** The load generator in a JVM of its own: one load test by the library's builder, and a file about how it went. */
final class GeneratorMain {
    private GeneratorMain() {}

    /**
     * Takes the endpoint, the output directory, the load model, its target, ramp and hold, whether to collect garbage before
     * each probe, the limits on TTFT p95 with commas between, and when to probe.
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        Path directory = Path.of(args[1]);
        List<Duration> moments = durations(List.of(args).subList(8, args.length));
        Properties facts = new Properties();
        Thread prober = new Thread(() -> probe(moments, Boolean.parseBoolean(args[6]), facts), "prober");
        prober.start();
        LoadResult result = loadTest(args, directory).run();
        prober.join();
        describe(result, facts);
        Judgement.write(result, facts);
        try (Writer out = Files.newBufferedWriter(directory.resolve("generator.properties"))) {
            facts.store(out, null);
        }
    }

    private static LoadTest loadTest(String[] args, Path directory) {
        int target = Integer.parseInt(args[3]);
        Duration ramp = Duration.parse(args[4]);
        LoadTestBuilder builder = LoadTest.builder()
                .endpoint(args[0])
                .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                .outputDirectory(directory)
                .load(LoadModel.valueOf(args[2]))
                .maxInFlight(2_000)
                .httpVersion(HttpVersion.valueOf(System.getProperty("benchmark.http", "HTTP_1_1")))
                .startUsers(ramp.isZero() ? target : 1)
                .startRate(ramp.isZero() ? target : 0)
                .probe(false)
                .quiet(true);
        if (!ramp.isZero()) {
            builder.stage(target, ramp);
        }
        for (Duration limit : durations(args[7].isEmpty() ? List.of() : List.of(args[7].split(",")))) {
            builder.budget(Judgement.budget(limit));
        }
        return builder.stage(target, Duration.parse(args[5])).build();
    }

    private static List<Duration> durations(List<String> texts) {
        return texts.stream().map(Duration::parse).toList();
    }

    private static void probe(List<Duration> moments, boolean collected, Properties facts) {
        long start = System.nanoTime();
        for (int i = 0; i < moments.size(); i++) {
            long due = start + moments.get(i).toNanos();
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            facts.setProperty("probe." + i, Probe.take(collected).written());
        }
    }

    private static void describe(LoadResult result, Properties facts) {
        facts.setProperty("ok", Long.toString(result.run().ok()));
        facts.setProperty("errors", Long.toString(result.run().errors()));
        facts.setProperty("interrupted", Long.toString(result.run().interrupted()));
        facts.setProperty("peak", Integer.toString(result.facts().peakInFlight()));
        facts.setProperty("valid", String.join("; ", result.validity().causes()));
        for (double percent : new double[] {50, 99}) {
            facts.setProperty(
                    String.format(Locale.ROOT, "lag.p%.0f", percent),
                    Double.toString(result.run()
                            .latency(Metric.DISPATCH_LAG)
                            .micros(Statistic.percentile(percent))
                            .orElse(Double.NaN)));
        }
    }
}
