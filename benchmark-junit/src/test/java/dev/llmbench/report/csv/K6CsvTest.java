package dev.llmbench.report.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.report.Runs;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Held against what k6 itself wrote of one request to an OpenAI-compatible server ({@code k6/sample.csv}). */
class K6CsvTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_520_556);

    /** What no moment of a request tells. */
    private static final Set<String> NOT_MEASURED = Set.of("http_req_sending", "data_sent", "data_received");

    private static final RequestSample STREAMED = sample(
            Moments.scheduledAt(1_000)
                    .dispatched(1_050)
                    .connect(868)
                    .sent(2_323)
                    .headers(2_907)
                    .firstEvent(2_950)
                    .firstContent(3_507)
                    .lastToken(25_507)
                    .end(26_271)
                    .build(),
            new Tokens(50, 0, 12, 0, TokenSource.USAGE, 12),
            200,
            Outcome.OK,
            null);

    private static final RequestSample REFUSED = sample(
            Moments.scheduledAt(1_100_000)
                    .dispatched(1_100_010)
                    .sent(1_100_210)
                    .headers(1_105_210)
                    .end(1_105_300)
                    .build(),
            Tokens.NONE,
            429,
            Outcome.HTTP_429,
            "limit reached, key " + Runs.API_KEY);

    private static RequestSample sample(
            Moments at, Tokens tokens, int status, Outcome outcome, @Nullable String error) {
        return RequestSample.builder(at)
                .id("r-1")
                .test("ChatIT.chat")
                .user(7)
                .promptId("p-3")
                .tokens(tokens)
                .status(status)
                .outcome(outcome, error)
                .build();
    }

    private static String written(LoadPlan plan, Consumer<K6Csv> run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (K6Csv csv = new K6Csv(out, plan, START)) {
            run.accept(csv);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String rowsOf(RequestSample sample) {
        return withoutHeader(written(Runs.plan(), csv -> csv.accept(sample)));
    }

    private static String withoutHeader(String text) {
        return text.substring(text.indexOf('\n') + 1);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(K6CsvTest.class.getResourceAsStream("/k6/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<List<String>> rows(String text) {
        return text.lines().map(line -> List.of(line.split(",", -1))).toList();
    }

    private static Set<String> metrics(String text) {
        return rows(withoutHeader(text)).stream().map(row -> row.get(0)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aKnownRunGivesTheExpectedFile() throws IOException {
        String file = written(Runs.plan(), csv -> {
            csv.accept(STREAMED);
            csv.tick(Duration.ofMillis(1_010), 3, 2);
            csv.accept(REFUSED);
        });

        assertThat(file).isEqualTo(resource("expected.csv"));
    }

    @Test
    void theHeaderIsThatOfK6() throws IOException {
        assertThat(written(Runs.plan(), csv -> {}))
                .isEqualTo(resource("sample.csv").lines().findFirst().orElseThrow() + "\n");
    }

    @Test
    void everyMetricOfK6IsThereThatIsMeasured() throws IOException {
        Set<String> wanted = metrics(resource("sample.csv"));
        wanted.removeAll(NOT_MEASURED);
        wanted.addAll(Set.of("tpot", "vus", "vus_max"));

        assertThat(metrics(written(Runs.plan(), csv -> {
                    csv.accept(STREAMED);
                    csv.tick(Duration.ofSeconds(1), 3, 2);
                })))
                .isEqualTo(wanted);
    }

    @Test
    void eachRowFillsTheColumnsThatK6FillsInItsOwn() throws IOException {
        List<List<String>> ofK6 = rows(withoutHeader(resource("sample.csv")));
        for (List<String> row : rows(rowsOf(STREAMED))) {
            List<String> likeIt = ofK6.stream()
                    .filter(other -> other.get(0).equals(row.get(0).equals("tpot") ? "ttft" : row.get(0)))
                    .findFirst()
                    .orElseThrow();
            assertThat(filled(row)).as(row.get(0)).isEqualTo(filled(likeIt));
        }
    }

    private static List<Boolean> filled(List<String> row) {
        return row.stream().map(cell -> !cell.isEmpty()).toList();
    }

    @Test
    void theProtocolIsToldWhereItIsKnownOfEachRequest() {
        assertThat(protocols("http://localhost/v1", HttpVersion.HTTP_1_1)).containsExactly("HTTP/1.1");
        assertThat(protocols("http://localhost/v1", HttpVersion.HTTP_2)).containsExactly("HTTP/2.0");
        // A server may offer it on one connection and not on the next.
        assertThat(protocols("https://localhost/v1", HttpVersion.HTTP_2)).containsExactly("");
    }

    private static Set<String> protocols(String url, HttpVersion version) {
        String file = written(Plans.to(url, TlsTrust.OF_THE_JVM, version), csv -> csv.accept(STREAMED));
        return rows(withoutHeader(file)).stream()
                .filter(row -> row.get(0).startsWith("http_"))
                .map(row -> row.get(10))
                .collect(Collectors.toSet());
    }

    @Test
    void rowsOfARequestComeInK6sOrder() throws IOException {
        List<String> ours = rows(rowsOf(STREAMED)).stream()
                .map(row -> row.get(0))
                .filter(name -> !name.equals("tpot"))
                .toList();
        List<String> ofK6 = rows(withoutHeader(resource("sample.csv"))).stream()
                .map(row -> row.get(0))
                .filter(name -> !NOT_MEASURED.contains(name))
                .toList();

        assertThat(ours).isEqualTo(ofK6);
    }

    @Test
    void theWarmUpAndWhatWasCutOffByTheEndAreLeftOut() {
        assertThat(rowsOf(Samples.ok().warmup().sample())).isEmpty();
        assertThat(rowsOf(Samples.interrupted().sample())).isEmpty();
    }

    @Test
    void usersAreToldOnceASecondFromTheEndOfTheWarmUpOn() {
        LoadPlan warmed = Plans.plan(Plans.after(Duration.ofSeconds(2), Plans.STEADY));
        String file = written(
                warmed,
                csv -> Stream.of(0, 1_000, 2_000, 3_010, 3_500, 4_020)
                        .forEach(millis -> csv.tick(Duration.ofMillis(millis), 10, 9)));

        assertThat(rows(withoutHeader(file)).stream().map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2)))
                .containsExactly(
                        "vus 1795520559 10.000000",
                        "vus_max 1795520559 10.000000",
                        "vus 1795520560 10.000000",
                        "vus_max 1795520560 10.000000");
    }

    @Test
    void withArrivalRatesUsersAreRequestsInFlight() {
        Load open = Load.ofArrivals(1, Plans.STEADY.stages(), Duration.ZERO, 1_000, 1);
        String file = written(Plans.plan(open), csv -> csv.tick(Duration.ofSeconds(1), 40.5, 9));

        assertThat(file).contains("vus,1795520557,9.000000,").contains("vus_max,1795520557,1000.000000,");
    }

    @Test
    void whatARequestThatCouldNotConnectHasNotIsLeftOut() {
        RequestSample never = Samples.failed(Outcome.CONNECT, "connection refused")
                .neverSent()
                .sample();

        assertThat(metrics("\n" + rowsOf(never)))
                .containsExactly("http_req_failed", "http_reqs", "iteration_duration", "iterations");
        assertThat(rowsOf(never)).contains("http_req_failed,1795520556,1.000000,,connection refused,1210,false,");
    }

    @Test
    void noSecretIsInItAndNoTextBreaksARow() {
        RequestSample hostile = sample(
                REFUSED.at(), Tokens.NONE, 500, Outcome.HTTP_5XX, "=\"a\",\r\n" + Runs.HEADER_VALUE + Runs.API_KEY);

        assertThat(rowsOf(hostile))
                .doesNotContain(Runs.API_KEY, Runs.HEADER_VALUE, "query-secret-42", "\r")
                .contains(",\"'=\"\"a\"\",");
        assertThat(rowsOf(hostile).lines()).hasSize(10);
    }

    @Test
    void anErrorWhileWritingIsKeptAndEndsNothing() {
        K6Csv csv = new K6Csv(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("disk full");
                    }
                },
                Runs.plan(),
                START);

        csv.accept(STREAMED);
        csv.close();

        assertThat(csv.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("disk full"));
    }
}
