package dev.llmbench.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.LimitText;
import dev.llmbench.regression.Baseline;
import dev.llmbench.regression.HistoryJudge;
import dev.llmbench.regression.MeasuredFigure;
import dev.llmbench.regression.Question;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.report.Mark;
import dev.llmbench.report.Runs;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.result.Comparisons;
import dev.llmbench.result.FigureComparison;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlIndexTest {
    @TempDir
    private Path root;

    private final LoadResult result = Runs.result(Runs.plan(), Runs.samples(TokenSource.USAGE));

    @Test
    void eachTestHasARowWithALinkToItsPage() throws IOException {
        leave("com.acme.ChatLatencyIT/chatStaysFast", List.of());
        leave("com.acme.ChatLatencyIT/2 more", List.of(new VerdictLine("BREACH", "too slow", true, Mark.BAD)));

        assertThat(index())
                .contains("2 tests, 1 failed.")
                .contains(
                        "<a href=\"com.acme.ChatLatencyIT/chatStaysFast/report.html\">ChatLatencyIT.chatStaysFast</a>")
                .contains("<a href=\"com.acme.ChatLatencyIT/2%20more/report.html\">")
                .contains("✓ PASS", "✗ FAIL", "284 ms");
    }

    @Test
    void theRunBeforeIsNoRowOfItsOwnButWhatTheNewOneIsComparedWith() throws IOException {
        leave("com.acme.ChatLatencyIT/chatStaysFast", List.of());
        leave("com.acme.ChatLatencyIT/chatStaysFast.previous", List.of());

        assertThat(index()).contains("1 test, none failed", "284 ms (0 %)").doesNotContain(".previous");
    }

    @Test
    void aRunWhosePageIsMissingHasNoLink() throws IOException {
        Files.delete(leave("com.acme.ChatLatencyIT/chatStaysFast", List.of()).resolve(ResultFiles.REPORT_HTML));

        assertThat(index())
                .contains("✓ PASS</span> ChatLatencyIT.chatStaysFast</th>")
                .doesNotContain("<a href=\"com");
    }

    @Test
    void aDirectoryWithoutARunHasAnEmptyPageAndADamagedSummaryNoRow() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("damaged")).resolve("summary.json"), "{\"schema\": 1");

        assertThat(index()).contains("0 tests, none failed");
    }

    @Test
    void severalMayWriteItAtOnce() throws Exception {
        Callable<Path> writing = () -> {
            for (int i = 0; i < 30; i++) {
                HtmlIndex.write(root);
            }
            return root.resolve(HtmlIndex.FILE_NAME);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Path> page : threads.invokeAll(List.of(writing, writing))) {
                assertThat(page.get()).isNotEmptyFile();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nothingButThePageIsLeft() throws IOException {
        index();

        assertThat(root).isDirectoryNotContaining("glob:**/*.tmp");
    }

    @Test
    void theHistoryOfEachTestIsDrawn() throws IOException {
        leave("com.acme.ChatLatencyIT/chatStaysFast", List.of(), result);
        assertThat(index()).doesNotContain("Earlier runs");

        RelativeBudget budget =
                LimitText.budgets("budgets", "ttft.p95<=baseline+5%").get(0).relative();
        List<RunFigure> before = List.of(run("2f1c", 281_000, true), run("77aa", 400_000, false));
        RunFigure now = run("this run", 284_000, true);
        RelativeVerdict verdict = new HistoryJudge(false)
                .judge(List.of(new Question(budget, now, Baseline.of(before))))
                .get(0);
        leave(
                "com.acme.ChatLatencyIT/chatStaysFast",
                List.of(),
                result.with(Comparisons.NONE.with(List.of(new FigureComparison(verdict, now, before, List.of())))));

        assertThat(index())
                .contains("Earlier runs", "ChatLatencyIT.chatStaysFast: TTFT p95 run by run", "\"does not count\"")
                .contains(verdict.finding().substring(0, 20));
    }

    private static RunFigure run(String label, double micros, boolean counts) {
        return new RunFigure(MeasuredFigure.of(micros), "", label, counts);
    }

    @Test
    void aRunIsSetBesideTheOneBeforeOnItsPage() throws IOException {
        Path directory = leave("com.acme.ChatLatencyIT/chatStaysFast", List.of());

        assertThat(HtmlReport.render(page(directory))).doesNotContain("Compared with the previous run");
        leave("com.acme.ChatLatencyIT/chatStaysFast.previous", List.of());
        assertThat(HtmlReport.render(page(directory)))
                .contains("Compared with the previous run", "1 → 10 users 30s, 10 users 2m on http://localhost:8000")
                .containsPattern("TTFT p95</th><td class=\"figure\">284 ms</td><td class=\"figure\">284 ms</td>"
                        + "<td class=\"figure\">0 %</td><td class=\"figure\">overlap");
    }

    private ReportedRun page(Path directory) {
        ReportedRun run = ReportedRuns.usual();
        return new ReportedRun(run.verdicts().with(run.result().in(directory)), run.notable(), run.environment());
    }

    private Path leave(String name, List<VerdictLine> verdicts) throws IOException {
        return leave(name, verdicts, result);
    }

    private Path leave(String name, List<VerdictLine> verdicts, LoadResult result) throws IOException {
        Path directory = Files.createDirectories(root.resolve(name));
        ResultFiles.write(directory, result, verdicts);
        Files.writeString(directory.resolve(ResultFiles.REPORT_HTML), "<!doctype html>");
        return directory;
    }

    private String index() throws IOException {
        HtmlIndex.write(root);
        return Files.readString(root.resolve(HtmlIndex.FILE_NAME));
    }
}
