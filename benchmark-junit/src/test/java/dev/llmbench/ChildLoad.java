package dev.llmbench;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.result.LoadResult;
import dev.llmbench.run.GeneratorWarmUp;
import dev.llmbench.run.WarmUpKind;
import dev.llmbench.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

/** A load on a simulator of its own, from a generator that is left cold: in this directory, with this dataset, of so many requests. */
public final class ChildLoad {
    private ChildLoad() {}

    public static void main(String[] args) throws InterruptedException {
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(1))
                .tpot(Duration.ZERO)
                .outputTokens(3)
                .start()) {
            try {
                run(simulator, args);
            } finally {
                System.out.println("served " + simulator.log().size());
            }
        }
    }

    private static void run(Simulator simulator, String[] args) throws InterruptedException {
        LoadTest test = LoadTest.builder()
                .endpoint(simulator.url())
                .dataset(args[1])
                .outputDirectory(Path.of(args[0]))
                .indexDirectory(Path.of(args[0]).resolveSibling("index"))
                .startUsers(4)
                .stage(4, Duration.ofHours(1))
                .maxRequests(Long.parseLong(args[2]))
                .acceptInvalid(true)
                .build()
                .with(new GeneratorWarmUp(EnumSet.allOf(WarmUpKind.class)));
        LoadResult result = test.run();
        System.out.println("ok " + result.run().ok());
        Verdicts.of(result).failureMessage().lines().forEach(line -> System.out.println("failed by: " + line));
    }
}
