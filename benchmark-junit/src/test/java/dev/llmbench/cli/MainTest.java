package dev.llmbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.report.Terminal;
import dev.llmbench.report.files.SavedRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void leaveARun() throws IOException {
        SavedRuns.write(directory);
    }

    @Test
    void theSummaryOfARunIsThatOfItsEnd() {
        assertThat(run("summarize", csv())).isZero();
        assertThat(out.toString())
                .contains("PASS  ChatLatencyIT.chatStaysFast", "619 ok, 2 errors", "TTFT p95", "Chunk gap");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theReportIsWrittenBesideTheRows() throws IOException {
        assertThat(run("report", csv())).isZero();

        Path report = directory.resolve("report.html");
        assertThat(out.toString().strip()).isEqualTo(report.toAbsolutePath().toString());
        assertThat(report).content().contains("619 ok", "The slowest 20 requests", System.getProperty("java.vendor"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aDirectoryIsAsGoodAsItsFile() {
        assertThat(run("summarize", directory.toString())).isZero();
        assertThat(out.toString()).contains("619 ok");
    }

    @Test
    void aDatasetThatCannotBeUsedIsToldWithItsLines() throws IOException {
        Path prompts = directory.resolve("prompts.jsonl");
        Files.writeString(prompts, "{\"prompt\": \"one\"}\n{\"prompt\": 2}\n");

        assertThat(run("dataset", prompts.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("line 2");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SECONDS,60.001 s", "MILLISECONDS,0.061 s"})
    void theTimesOfATraceCountWhatIsSaid(String unit, String length) throws IOException {
        Path trace = directory.resolve("trace.jsonl");
        String row = "{\"timestamp\": %d, \"input_length\": 5, \"output_length\": 1}\n";
        Files.writeString(trace, row.formatted(0) + row.formatted(1) + row.formatted(60));

        assertThat(run("dataset", trace.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("traceTimeUnit = SECONDS");
        assertThat(run("dataset", "--trace-time-unit", unit, trace.toString())).isZero();
        assertThat(out.toString()).contains("3 requests in " + length);
    }

    @Test
    void aDatasetIsToldByItsFormatAndItsTokens() throws IOException {
        Path prompts = directory.resolve("prompts.txt");
        Files.writeString(prompts, "Why is the sky\u001b[31m blue?\nAnd why is grass green?\n");

        assertThat(run("dataset", prompts.toString(), "synthetic:prompt=20,count=3"))
                .isZero();
        assertThat(out.toString())
                .contains("2 prompts, 0 duplicates", "3 prompts", "Why is the sky [31m blue?")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ttft.p95<=300ms                   | 0",
                "ttft.p95<=200ms                   | 1",
                "error_rate<=1%,ttft.p95@stage1<=10ms | 1",
                "ttft.p99.9<=10s                   | 0",
                "ttft.p99.9<=10s, ttft.p95<=200ms  | 1",
            })
    void theExitStatusTellsTheVerdict(String budget, int status) {
        assertThat(run("summarize", csv(), "--budget", budget)).isEqualTo(status);
    }

    @Test
    void severalBudgetsAreJudgedTogetherAndReplaceThoseOfTheRun() {
        assertThat(run("summarize", "--budget", "ttft.p95<=300ms", "--budget", "throughput>=4", csv()))
                .isZero();
        assertThat(out.toString())
                .contains("Request throughput was 4.08/s", "TTFT p95 was")
                .doesNotContain("Chunk gap p99 was");
    }

    @Test
    void goodRequestsAreThoseWithinTheLimitsGiven() {
        assertThat(run("summarize", csv(), "--goodput", "ttft<=300ms,tpot<=50ms", "--budget", "goodput>=3"))
                .isZero();
        assertThat(out.toString()).contains("3.98 req/s, 97.3 % good: TTFT ≤ 300 ms, TPOT ≤ 50 ms");
    }

    @Test
    void theEvidenceAskedForDecides() {
        assertThat(run("summarize", csv(), "--budget", "ttft.p95@stage2<=286ms", "--evidence", "PROVEN_PASS"))
                .isEqualTo(3);
        assertThat(run("summarize", csv(), "--budget", "ttft.p99.9<=10s", "--evidence", "proven-breach"))
                .isZero();
    }

    @Test
    void aRunThatLacksRowsIsInvalidWhateverIsAccepted() throws IOException {
        String rows = Files.readString(Path.of(csv()));
        Files.writeString(Path.of(csv()), rows.substring(0, rows.length() / 2));

        assertThat(run("summarize", csv())).isEqualTo(4);
        assertThat(run("summarize", csv(), "--accept-invalid")).isEqualTo(4);
        assertThat(out.toString()).contains("INVALID");
        assertThat(err.toString())
                .contains("Note: The last line of requests.csv is incomplete", "run.json counted 624");
    }

    @Test
    void theGravestOfSeveralRunsCounts(@TempDir Path other) throws IOException {
        SavedRuns.write(other);
        Files.delete(other.resolve("run.json"));

        assertThat(run("summarize", csv(), other.toString(), "--budget", "chunk_gap.p99<=60ms"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Note: No run.json is next to the CSV");
    }

    @Test
    void theSummaryForMachinesIsTheFileOfTheRun() throws IOException {
        assertThat(run("summarize", csv(), "--json")).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(directory.resolve("summary.json")));
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .path("run")
                        .path("ok")
                        .asInt())
                .isEqualTo(619);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "summarise",
                "summarize",
                "summarize --budgets x y",
                "compare a",
                "compare a b c",
                "summarize x --evidence wishful"
            })
    void wrongArgumentsAreAnsweredWithTheUsageOrWhatMayBeMeant(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).containsAnyOf("Usage: llmbench", "Did you mean", "Possible solutions");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aBudgetThatIsNoneIsAnsweredWithWhatToWrite() {
        assertThat(run("summarize", csv(), "--budget", "ttft.p95<300ms")).isEqualTo(2);
        assertThat(err.toString()).contains("--budget = \"ttft.p95<300ms\"", "Write for example");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThat(run("summarize", "none.csv")).isEqualTo(2);
        assertThat(run("compare", csv(), "none.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("none.csv does not exist").doesNotContain("\tat ");
    }

    @Test
    void helpAndVersionAreNoMistakes() {
        assertThat(run("--help")).isZero();
        assertThat(run("summarize", "--help")).isZero();
        assertThat(run("compare", "--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .contains("Exit status: 0 passed", "--budget=LIMIT", "error_rate<=1%", "PROVEN_BREACH", "llmbench ");
    }

    @Test
    void twoRunsStandSideBySide(@TempDir Path other) throws IOException {
        SavedRuns.writeSlower(other);

        assertThat(run("compare", csv(), other.toString())).isZero();
        assertThat(out.toString().lines().map(String::stripTrailing))
                .anySatisfy(line ->
                        assertThat(line).matches("  TTFT p95 +284 ms +\\d{3} ms +\\+\\d\\d\\.\\d % +apart: worse"))
                .anySatisfy(line -> assertThat(line).matches("  TPOT p50 +20.0 ms +20.0 ms +0 % +overlap"))
                .anySatisfy(line -> assertThat(line).matches("  Request throughput +4.08/s +4.08/s +0 % +overlap"));
    }

    private String csv() {
        return directory.resolve("requests.csv").toString();
    }

    private int run(String... arguments) {
        return run(SavedRuns.TERMINAL, arguments);
    }

    private int run(Terminal terminal, String... arguments) {
        PrintWriter printedOut = new PrintWriter(out);
        PrintWriter printedErr = new PrintWriter(err);
        int status = Main.run(printedOut, printedErr, terminal, arguments);
        printedOut.flush();
        printedErr.flush();
        return status;
    }
}
