package dev.llmbench.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.report.Runs;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.ReadingNote;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.TurnPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final int MEGABYTE = 1_000_000;

    @Test
    void thePageOfAnHoursSoakIsUnderAMegabyte() throws IOException {
        String page = HtmlReport.render(ReportedRuns.hour(ReportedRuns.ofAnHour()));

        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isBetween(200_000, MEGABYTE);
        assertThat(data(page).path("time").path("times")).hasSize(600);
    }

    @Test
    void aSpikeOfOneSecondIsNotLostInAPointOfSeveral() throws IOException {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 36_000; i++) {
            long ttft = i / 10 == 1_234 ? 9_000_000 : 100_000;
            samples.add(ReportedRuns.sample(i, i * 100_000L, ttft, ttft + 500_000, Outcome.OK));
        }

        JsonNode p50 = series(HtmlReport.render(ReportedRuns.hour(samples)), "ttft", "p50");
        int point = 1_234 / 6;
        assertThat(p50.path("high").path(point).asDouble()).isBetween(8_990.0, 9_010.0);
        assertThat(p50.path("low").path(point).asDouble()).isBetween(99.0, 101.0);
        assertThat(p50.path("values").path(point).asDouble()).isBetween(99.0, 101.0);
        assertThat(p50.path("high").path(point + 1).asDouble()).isBetween(99.0, 101.0);
    }

    @Test
    void pointsOfASingleSlotHaveNoShade() throws IOException {
        JsonNode p50 = series(HtmlReport.render(ReportedRuns.usual()), "ttft", "p50");

        assertThat(p50.path("values")).hasSize(150);
        assertThat(p50.has("low")).isFalse();
    }

    @Test
    void aPercentileIsOfAsManySecondsAsItTakes() throws IOException {
        String page = HtmlReport.render(ReportedRuns.usual());
        JsonNode p95 = series(page, "ttft", "p95").path("values");

        assertThat(page).contains("p95 of 10 s at a time, p99 of 30 s at a time. A p95 is only shown for at least 20");
        assertThat(IntStream.range(50, 60).mapToObj(p95::path).distinct()).hasSize(1);
        assertThat(p95.path(60)).isNotEqualTo(p95.path(59));
        assertThat(series(page, "ttft", "p99").path("values").path(0).isNull())
                .as("a ramp's first seconds have too few requests")
                .isTrue();
    }

    @Test
    void aPercentileThatTheRunIsTooShortForIsNotDrawn() throws IOException {
        List<RequestSample> few = IntStream.range(0, 30)
                .mapToObj(i -> ReportedRuns.sample(i, i * 5_000_000L, 100_000, 500_000, Outcome.OK))
                .toList();

        String page = HtmlReport.render(ReportedRuns.of(Runs.plan(), few));

        assertThat(page)
                .contains("too few requests for a p95 over time, too few requests for a p99 over time")
                .contains("100 ms †", "†: fewer samples than the figure needs");
        assertThat(data(page).path("charts").path("ttft").path("series").findValuesAsText("label"))
                .containsExactly("p50", "limit p95 ≤ 300 ms");
    }

    @Test
    void whatBrokeStandsFirstAndInTheHead() throws IOException {
        String page = HtmlReport.render(ReportedRuns.broken());

        assertThat(head(page))
                .contains("<p class=\"why bad\"><strong>✗ BREACH")
                .contains("</strong>: TTFT p95 was 284 ms, limit ≤ 200 ms.</p>");
        assertThat(page.indexOf("<tr class=\"budget bad\">"))
                .isPositive()
                .isLessThan(page.indexOf("<tr class=\"budget good\">"));
    }

    @Test
    void doubtIsNotShownAsABreach() throws IOException {
        LoadPlan plan = Runs.plan();
        LoadPlan wantsProof = plan.judgedBy(List.of(), plan.goodput(), Evidence.PROVEN_PASS, plan.acceptsInvalid());
        ReportedRun run = ReportedRuns.of(
                wantsProof,
                Runs.samples(TokenSource.USAGE).subList(0, 60).stream()
                        .filter(sample -> sample.outcome() == Outcome.OK)
                        .toList());

        assertThat(HtmlReport.render(run))
                .contains("<header id=\"verdict\" class=\"verdict unsure\">", "<tr class=\"budget unsure\">")
                .contains(" INCONCLUSIVE</p>", "could not be confirmed")
                .doesNotContain("class=\"budget bad\"", "class=\"why bad\"");
    }

    @Test
    void noVerdictOnAnInvalidRunIsShownAsGoodOrBad() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of())))
                .contains(
                        "<header id=\"verdict\" class=\"verdict bad\">",
                        "The run is invalid, so none of these verdicts count.")
                .doesNotContain("class=\"budget bad\"", "class=\"budget good\"");
    }

    @Test
    void eachWorkerHasARow() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.spread()))
                .contains(
                        "Workers: 3, started within 0.400 ms of each other; drift at most 1.90 ms.",
                        "<th scope=\"row\" class=\"word\">1 (ci-w-1)</th>",
                        "<th scope=\"row\" class=\"word\">2 (&lt;img src=x&gt;)</th>",
                        "<td class=\"figure\">was lost at 0:41</td>")
                .doesNotContain("<img");
        assertThat(HtmlReport.render(ReportedRuns.usual())).doesNotContain("Worker");
    }

    @Test
    void theGeneratorsChartIsFoldedWhereItWasFine() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.usual())).contains("<details class=\"fold\"><summary>The generator");
        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of())))
                .contains("<details class=\"fold\" open=\"\"><summary>The generator");
    }

    @Test
    void momentsOfTheRunHaveTheirTimeOfDay() throws IOException {
        String page = HtmlReport.render(hostile());

        assertThat(data(page).path("time").path("start").asLong())
                .isEqualTo(Instant.parse("2026-11-24T12:30:00Z").toEpochMilli());
        assertThat(page).contains("First (UTC)", "0:00.010 (12:30:00)");
    }

    @Test
    void theFirstByteAndTheFirstTokenAreTwoThings() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.usual()))
                .contains(">First byte</th>", ">Until first token</th>", "k6: http_req_waiting")
                .doesNotContain(">Waiting<");
    }

    @Test
    void ratesAreByTheSecondHoweverLongAPointIs() throws IOException {
        JsonNode started = series(HtmlReport.render(ReportedRuns.hour(ReportedRuns.ofAnHour())), "requests", "started");

        assertThat(started.path("values"))
                .allSatisfy(rate -> assertThat(rate.asDouble()).isEqualTo(10));
        assertThat(started.path("high"))
                .allSatisfy(rate -> assertThat(rate.asDouble()).isEqualTo(10));
    }

    @Test
    void thePolicyNamesEachScriptAndStyleAndNothingElse() throws IOException {
        String page = HtmlReport.render(ReportedRuns.usual());

        assertThat(page)
                .containsPattern("Content-Security-Policy\" content=\"default-src &#39;none&#39;;"
                        + " script-src &#39;sha256-[^ ]+&#39;; style-src &#39;sha256-[^ ]+&#39;; img-src data:;"
                        + " base-uri &#39;none&#39;; form-action &#39;none&#39;\"")
                .doesNotContain(" style=\"", " onclick", "unsafe");
    }

    @Test
    void textOfServersAndPromptsStaysText() throws IOException {
        String page = HtmlReport.render(hostile());

        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt; &lt;/script&gt;")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<img", "<script>alert(1)");
    }

    /** A run whose server and prompts would take the page over. */
    static ReportedRun hostile() {
        List<RequestSample> samples = new ArrayList<>(Runs.samples(TokenSource.USAGE));
        Moments at = Moments.scheduledAt(9_000)
                .dispatched(9_100)
                .sent(9_200)
                .headers(9_900)
                .end(10_000)
                .build();
        samples.add(Runs.error(
                9_999, 1, at, 500, Outcome.HTTP_5XX, "<img src=x onerror=alert(1)> </script> \"quoted\" & more"));
        RequestSample s = ReportedRuns.sample(7, 20_000, 900_000, 9_000_000, Outcome.OK);
        samples.add(s.toBuilder().promptId("<script>alert(1)</script>").build());
        return ReportedRuns.of(Runs.plan(), samples);
    }

    @Test
    void noSecretIsInThePage() throws IOException {
        Moments at =
                Moments.scheduledAt(0).dispatched(1).sent(2).headers(3).end(4).build();
        RequestSample leak = Runs.error(
                1, 1, at, 401, Outcome.HTTP_4XX, "wrong key " + Runs.API_KEY + ", header " + Runs.HEADER_VALUE);

        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of(leak))))
                .contains("wrong key ***")
                .doesNotContain(Runs.API_KEY, Runs.HEADER_VALUE, "query-secret-42", "body-secret-9");
    }

    @Test
    void aMessageOfTheServerIsMaskedBeforeItIsCut() throws IOException {
        Moments at =
                Moments.scheduledAt(0).dispatched(1).sent(2).headers(3).end(4).build();
        String message = "x".repeat(290) + Runs.API_KEY + "\n" + "y".repeat(900);
        RequestSample leak = Runs.error(1, 1, at, 401, Outcome.HTTP_4XX, message);

        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of(leak))))
                .contains("<code>" + "x".repeat(290) + "*** yyyyy…</code>");
    }

    @Test
    void whatMakesTheRunUnusualStandsWithTheVerdict() throws IOException {
        LoadPlan plan = Runs.plan(GoodputLimits.NONE, false);

        assertThat(HtmlReport.render(ReportedRuns.of(plan, Runs.samples(TokenSource.USAGE)))
                        .split("id=\"budgets\"", 2)[0])
                .contains("<dt>Streaming</dt>", "TTFT is the time to the first byte of the document");
    }

    @Test
    void howAnswersWereReadStandsWithTheVerdict() throws IOException {
        RequestSample noted = Runs.samples(TokenSource.USAGE).get(0).toBuilder()
                .notes(List.of(new ReadingNote(ReadingNote.Kind.UNKNOWN_FIELDS, "delta.<b>")))
                .build();

        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of(noted)))
                        .split("id=\"budgets\"", 2)[0])
                .contains("<dt>Reading</dt>", "1 answer: output was in unknown fields (delta.&lt;b&gt;)");
    }

    @Test
    void conversationsAreShownTurnByTurn() throws IOException {
        LoadPlan plan = Runs.plan().with(new Measuring(Optional.empty(), Optional.empty(), true, Optional.empty()));
        RequestSample first =
                ReportedRuns.sample(1, 0, 100_000, 500_000, Outcome.OK).in(new TurnPart(1, 1, Optional.empty()));
        RequestSample second = ReportedRuns.sample(2, 700_000, 200_000, 600_000, Outcome.OK)
                .in(new TurnPart(1, 2, Optional.of(ConversationEnd.COMPLETE)));

        assertThat(HtmlReport.render(ReportedRuns.of(plan, List.of(first, second))))
                .contains("Turn by turn", "Conversations: 1 complete, 0 failed, 0 unfinished; 2.0 turns on average")
                .contains(">turn 1</th>", ">turn 2</th>");
        assertThat(HtmlReport.render(ReportedRuns.usual())).doesNotContain("Turn by turn");
    }

    @Test
    void aRunWithoutASingleRequestHasItsPageToo() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.of(Runs.plan(), List.of())))
                .contains("INVALID", "No request was sent", "No request ended ok, so there is no latency.");
    }

    @Test
    void theEnvironmentNamesTheCodeThatWasTested() throws IOException {
        assertThat(HtmlReport.render(ReportedRuns.usual()))
                .contains("<dd>0123456789abcdef0123456789abcdef01234567</dd>", "<dd>main</dd>", "<dd>17.0.15+6</dd>");
    }

    @Test
    void aScriptThatWouldEndItselfIsRefused() {
        assertThatThrownBy(() -> new Markup(text -> text).verbatim("script", "'</script>'"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String head(String page) {
        return page.split("id=\"budgets\"", 2)[0];
    }

    private static JsonNode series(String page, String chart, String label) throws IOException {
        for (JsonNode series : data(page).path("charts").path(chart).path("series")) {
            if (series.path("label").asText().equals(label)) {
                return series;
            }
        }
        throw new AssertionError("No series " + label + " in " + chart);
    }

    static JsonNode data(String page) throws IOException {
        Matcher data = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }
}
