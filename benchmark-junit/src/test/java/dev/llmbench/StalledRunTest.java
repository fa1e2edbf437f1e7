package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LimitText;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.StallInjection;
import dev.llmbench.simulator.ServedRequest;
import dev.llmbench.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose generator stalls for half of the time, over real sockets. */
class StalledRunTest {
    private static final StallInjection OFTEN = StallInjection.every(Duration.ofMillis(800), Duration.ofMillis(400));

    @TempDir
    Path directory;

    @Test
    void whatStallsAddedBreaksNoBudgetAndHidesNoBreach() throws InterruptedException, IOException {
        LoadResult result;
        long limit;
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(200))
                .tpot(Duration.ofMillis(10))
                .outputTokens(2)
                .start()) {
            result = LoadTest.builder()
                    .endpoint(simulator.url())
                    .dataset("../datasets/llama4/prompts_chat_50_100.jsonl")
                    .startUsers(10)
                    .stage(10, Duration.ofSeconds(4))
                    .outputDirectory(directory)
                    .build()
                    .with(OFTEN)
                    .run();
            limit = limitFor(simulator.log());
        }

        assertThat(result.facts().stalls().each()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(result.ttft().micros(Statistic.percentile(95)).orElseThrow()).isGreaterThan(400_000);
        assertThat(result.run()
                        .possible(Metric.TTFT, Statistic.percentile(95))
                        .lower()
                        .orElseThrow())
                .isLessThan((double) limit);
        assertThat(judge(result, "ttft.p95<=" + limit + "us").kind()).isNotEqualTo(Kind.BREACH);
        assertThat(judge(result, "ttft.p95<=100ms").kind()).isEqualTo(Kind.BREACH);

        LoadResult again = SavedRun.read(directory).result();
        assertThat(again.facts().stalls()).isEqualTo(result.facts().stalls());
        for (String budget : new String[] {"ttft.p95<=400ms", "ttft.p95<=100ms", "chunk_gap.p99<=300ms"}) {
            assertThat(judge(again, budget).message())
                    .isEqualTo(judge(result, budget).message());
        }
    }

    /** Twice what the server took, in microseconds: on a machine with much else to do that is slow itself. */
    private static long limitFor(List<ServedRequest> log) {
        long[] took = log.stream()
                .filter(request -> request.firstToken().isPresent())
                .mapToLong(request -> request.firstToken().getAsLong() - request.received())
                .sorted()
                .toArray();
        return 2 * Math.max(200_000, took[took.length * 95 / 100] / 1_000);
    }

    private static Verdict judge(LoadResult result, String budget) {
        return Verdicts.judge(result, LimitText.budgets("budgets", budget).get(0));
    }
}
