package dev.llmbench.benchmark;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Looks for the breaking point of a simulator whose capacity is known: eight requests at once, 100 ms each. */
final class KnownCapacity {
    static final double PER_SECOND = 80;

    private static final Budget TTFT_P95 =
            new Budget(Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 200_000, OptionalInt.empty());

    private KnownCapacity() {}

    /** What a rising load and a search find, in a line each. */
    static List<String> found(Path directory) throws InterruptedException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(100))
                .outputTokens(1)
                .capacity(8)
                .start()) {
            LoadTestBuilder rising = test(simulator, directory.resolve("breakpoint"))
                    .profile(LoadProfile.BREAKPOINT)
                    .target(2 * PER_SECOND)
                    .duration(Duration.ofMinutes(4));
            LoadTestBuilder search = test(simulator, directory.resolve("search"))
                    .profile(LoadProfile.SEARCH)
                    .startRate(PER_SECOND / 8)
                    .target(4 * PER_SECOND)
                    .hold(Duration.ofSeconds(10))
                    .precision(0.03);
            return List.of("a rising load " + found(rising), "a search " + found(search));
        }
    }

    private static LoadTestBuilder test(Simulator simulator, Path directory) {
        return LoadTest.builder()
                .endpoint(simulator.url())
                .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
                .outputDirectory(directory)
                .budget(TTFT_P95)
                .quiet(true);
    }

    private static String found(LoadTestBuilder test) throws InterruptedException {
        LoadResult result = test.build().run();
        Breakpoint found = result.breakpoint().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%s%n        held %+.1f %% of the capacity of %.0f/s, broke %+.1f %%; took %d s",
                found.inWords(),
                100 * (found.held().orElse(0) / PER_SECOND - 1),
                PER_SECOND,
                100 * (found.broke().orElse(0) / PER_SECOND - 1),
                result.facts().elapsed().toSeconds());
    }
}
