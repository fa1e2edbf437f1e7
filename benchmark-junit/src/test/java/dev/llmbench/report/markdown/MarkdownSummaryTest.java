package dev.llmbench.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.report.Mark;
import dev.llmbench.report.Runs;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Samples;
import dev.llmbench.result.Workers;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownSummaryTest {
    private static final List<VerdictLine> KEPT =
            List.of(new VerdictLine("PASS (proven)", "TTFT p95 was 284 ms, limit ≤ 300 ms", false, Mark.GOOD));
    private static final List<VerdictLine> BROKEN =
            List.of(new VerdictLine("BREACH", "error_rate of a|b was 3 %", true, Mark.BAD));

    @Test
    void doubtIsMarkedApartFromABreach() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));
        VerdictLine undecided = new VerdictLine("INCONCLUSIVE", "TTFT drift is unknown", true, Mark.UNSURE);

        assertThat(MarkdownSummary.of(result, List.of(undecided)))
                .contains("### ❓ INCONCLUSIVE: Chat", "| ❓ INCONCLUSIVE | TTFT drift is unknown |");
        assertThat(MarkdownSummary.of(result, List.of(undecided, BROKEN.get(0))))
                .contains("### ❌ FAIL: Chat", "| ❓ INCONCLUSIVE |", "| ❌ BREACH |");
    }

    @Test
    void aRunThatWasSpreadSaysOverHowManyWorkers() {
        LoadResult result = Workers.result(
                Runs.plan(),
                List.of(Workers.worker(1)
                        .host("<b>|w-1")
                        .ended("was lost at 0:41")
                        .facts()),
                Samples.ok().sample());

        assertThat(MarkdownSummary.of(result, KEPT))
                .contains(
                        "- **Workers:** 1; drift at most 1.90 ms\n",
                        "- **Invalid:** Worker 1 of 1 (\\<b\\>\\|w-1) was lost at 0:41: ");
    }

    @Test
    void aGoodRunIsATitleTwoTablesAndAFewFigures() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE))
                .in(Path.of("target/llm-load/ChatLatencyIT/chatStaysFast"));

        assertThat(MarkdownSummary.of(result, KEPT)).isEqualTo("""
                ### ✅ PASS: ChatLatencyIT.chatStaysFast

                1 → 10 users 30s, 10 users 2m; took 2m31s on `http://localhost:8000/v1/chat/completions?api_key=***`, model `meta-llama/Llama-4-Scout-17B-16E-Instruct`

                - **Transport:** event loops

                | Verdict | Budget |
                |:--|:--|
                | ✅ PASS (proven) | TTFT p95 was 284 ms, limit ≤ 300 ms |

                | Latency | n | mean | p50 | p90 | p95 | p99 | max |
                |:--|--:|--:|--:|--:|--:|--:|--:|
                | TTFT | 619 | 231 ms | 227 ms | 271 ms | 284 ms | 309 ms | 348 ms |
                | TTFT from schedule | 619 | 231 ms | 227 ms | 271 ms | 284 ms | 310 ms | 348 ms |
                | TPOT | 619 | 20.0 ms | 20.0 ms | 20.4 ms | 20.5 ms | 20.7 ms | 20.9 ms |
                | E2E latency | 619 | 2.21 s | 2.21 s | 2.27 s | 2.29 s | 2.32 s | 2.36 s |
                | Dispatch lag | 619 | 0.355 ms | 0.358 ms | 0.513 ms | 0.529 ms | 0.542 ms | 0.549 ms |

                - **Requests:** 619 ok, 2 errors, 3 interrupted; error rate 0.322 %
                - **Throughput:** 4.08 req/s, 408 output tok/s, 702 total tok/s
                - **Error:** 2 × `http_429`: `Rate limit reached for requests: limit 600 a minute, retry after 1 s`
                - **Generator:** lag p99 0.542 ms, CPU 23 % of 2 cores, longest stall 3 ms, at most 10 in flight
                - **Files:** `target/llm-load/ChatLatencyIT/chatStaysFast`
                """);
    }

    @Test
    void aBrokenBudgetIsMarkedAndEscaped() {
        LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

        assertThat(MarkdownSummary.of(result, BROKEN))
                .startsWith("### ❌ FAIL: ChatLatencyIT.chatStaysFast\n")
                .contains("| ❌ BREACH | error\\_rate of a\\|b was 3 % |\n");
    }

    @Test
    void anInvalidRunSaysWhyAndHasNoTableOfNothing() {
        assertThat(MarkdownSummary.of(failed("refused"), KEPT))
                .startsWith("### ⚠️ INVALID: ChatLatencyIT.chatStaysFast\n")
                .contains("- **Invalid:** No request ended ok")
                .doesNotContain("| TTFT |");
    }

    @Test
    void whatAServerSaysIsNoMarkup() {
        assertThat(MarkdownSummary.of(failed("` <img src=x> | **b**\n# c"), KEPT))
                .contains(": `` ` <img src=x> ¦ **b** # c ``\n");
    }

    @Test
    void aSecretThatComesBackIsMasked() {
        assertThat(MarkdownSummary.of(failed("wrong key " + Runs.API_KEY), KEPT))
                .contains("wrong key ***")
                .doesNotContain(Runs.API_KEY);
    }

    private static LoadResult failed(String message) {
        Moments at =
                Moments.scheduledAt(0).dispatched(1).sent(2).headers(3).end(4).build();
        RequestSample error = Runs.error(1, 1, at, 401, Outcome.HTTP_4XX, message);
        return Runs.result(Runs.plan(), List.of(error));
    }
}
