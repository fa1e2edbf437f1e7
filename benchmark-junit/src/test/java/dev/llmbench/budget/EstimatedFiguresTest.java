package dev.llmbench.budget;

import static dev.llmbench.budget.Budgets.atLeast;
import static dev.llmbench.budget.Budgets.atMost;
import static dev.llmbench.metric.Metric.GOOD_FRACTION;
import static dev.llmbench.metric.Metric.OUTPUT_TOKEN_THROUGHPUT;
import static dev.llmbench.metric.Metric.TPOT;
import static dev.llmbench.metric.Metric.TTFT;
import static dev.llmbench.result.Results.many;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Plans;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures that rest on numbers of chunks are told as estimates wherever a budget names them. */
class EstimatedFiguresTest {
    private static final RequestSample BY_USAGE = counted(TokenSource.USAGE);
    private static final RequestSample BY_TOKENIZER = counted(TokenSource.TOKENIZER);
    private static final RequestSample BY_CHUNKS = counted(TokenSource.CHUNKS);
    private static final Budget TPOT_P50 = atMost(TPOT, "p50", "40ms");

    @Test
    void aTpotByChunksIsToldAsAnEstimate() {
        assertThat(message(TPOT_P50, many(100, BY_CHUNKS)))
                .startsWith("TPOT p50 (estimated) was 100 ms, limit ≤ 40 ms");
    }

    @Test
    void aFewOfThemMakeItPartlyEstimated() {
        assertThat(message(TPOT_P50, many(99, BY_USAGE, 1, BY_CHUNKS))).startsWith("TPOT p50 (partly estimated) was");
    }

    @Test
    void whatTheServerOrATokenizerCountedIsNoEstimate() {
        assertThat(message(TPOT_P50, many(50, BY_USAGE, 50, BY_TOKENIZER))).startsWith("TPOT p50 was");
    }

    @Test
    void aTokenThroughputByChunksIsAnEstimateToo() {
        assertThat(message(atLeast(OUTPUT_TOKEN_THROUGHPUT, "", "900/s"), many(100, BY_CHUNKS)))
                .startsWith("Output token throughput (estimated) was");
    }

    @Test
    void whatRestsOnAGuessIsAnEstimate() {
        RequestSample guessed = BY_USAGE.toBuilder()
                .notes(List.of(new ReadingNote(ReadingNote.Kind.UNKNOWN_FIELDS, "delta.x")))
                .build();
        RequestSample manyTokens = BY_USAGE.toBuilder()
                .notes(List.of(ReadingNote.of(ReadingNote.Kind.MORE_TOKENS_THAN_SHOWN)))
                .build();
        Budget ttft = atMost(TTFT, "p50", "10ms");

        assertThat(message(ttft, many(100, guessed))).startsWith("TTFT p50 (estimated) was");
        assertThat(message(ttft, many(99, BY_USAGE, 1, guessed))).startsWith("TTFT p50 (partly estimated) was");
        assertThat(message(TPOT_P50, many(100, guessed))).startsWith("TPOT p50 (estimated) was");
        assertThat(message(ttft, many(100, manyTokens))).startsWith("TTFT p50 was");
        assertThat(message(TPOT_P50, many(100, manyTokens))).startsWith("TPOT p50 (estimated) was");
        LiveCount count = new LiveCount(ttft, Plans.plan());
        many(100, guessed).forEach(count::ended);
        assertThat(count.standing(List.of()).inWords()).contains("TTFT p50 (estimated)");
    }

    @Test
    void aTtftRestsOnNoCount() {
        assertThat(message(atMost(TTFT, "p50", "10ms"), many(100, BY_CHUNKS))).startsWith("TTFT p50 was");
    }

    @Test
    void whatIsGoodIsEstimatedWhereItIsLimitedByTpot() {
        Budget half = atLeast(GOOD_FRACTION, "", "50%");

        assertThat(good(half, TPOT)).startsWith("Good fraction (estimated) was");
        assertThat(good(half, TTFT)).startsWith("Good fraction was");
    }

    @Test
    void aBreachThatEndsARunIsToldAsAnEstimateToo() {
        LiveCount count = new LiveCount(TPOT_P50, Plans.plan());
        many(100, BY_CHUNKS).forEach(count::ended);

        assertThat(count.standing(List.of()).inWords())
                .isEqualTo("100 of 100 requests took longer; the limit is TPOT p50 (estimated) ≤ 40 ms");
    }

    private static String good(Budget budget, Metric limited) {
        GoodputLimits limits = new GoodputLimits(Map.of(limited, Duration.ofSeconds(1)));
        return Verdicts.judge(
                        Results.result(Plans.plan(Plans.plan().load(), limits, true, budget), many(100, BY_CHUNKS)),
                        budget)
                .message();
    }

    private static String message(Budget budget, List<RequestSample> samples) {
        return Verdicts.judge(Results.result(Plans.plan(), samples), budget).message();
    }

    private static RequestSample counted(TokenSource source) {
        return Samples.ok()
                .ttft(ofMillis(100))
                .lastToken(ofMillis(500))
                .tokens(new Tokens(50, 0, 5, 0, source, 5))
                .sample();
    }
}
