package dev.llmbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.history.LoadSeries;
import dev.llmbench.history.MachineClass;
import dev.llmbench.history.RecordedFigure;
import dev.llmbench.history.RunHistory;
import dev.llmbench.history.RunRecord;
import dev.llmbench.report.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final String TEST = "com.acme.ChatLatencyIT.chatStaysFast";
    private static final String COMMIT = "3f2a9c41f0aa27d3b1e6";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void recordARun() {
        RunRecord run = RunRecord.of(
                TEST,
                new LoadSeries(Map.of("max_tokens", "128")),
                "",
                new MachineClass("linux-amd64-4", Map.of()),
                Instant.parse("2026-11-27T13:17:00Z"),
                Map.of("ttft.p95", new RecordedFigure(281_000, 281_000, 281_000, 0.01, 1_000)));
        RunHistory.in(folder).add(run.from(COMMIT, "main", "", "0.1.0"));
    }

    @Test
    void theListHasALineForEachTest() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains(TEST, "linux-amd64-4").containsPattern("1 +1\\R");
    }

    @Test
    void theRunsOfATestAreShownWithTheirFigures() {
        assertThat(run("show", "ChatLatencyIT.chatStaysFast")).isZero();
        assertThat(out.toString()).contains("2026-11-27T13:17:00Z", "281 ms", "yes");
    }

    @Test
    void aTestThatIsNotRecordedIsAnError() {
        assertThat(run("show", "OtherIT.test")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("No test OtherIT.test is recorded");
    }

    @Test
    void aChangeIsAcceptedWithAReason() {
        assertThat(run("accept", TEST, "--since", COMMIT.substring(0, 8), "--reason", "a larger model"))
                .isZero();
        assertThat(out.toString()).contains("Accepted: the baseline of " + TEST + " begins with 3f2a9c41");
    }

    @Test
    void aChangeIsNotAcceptedWithoutAReason() {
        assertThat(run("accept", TEST)).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--reason");
    }

    @Test
    void aRunThatIsDroppedCountsNoLonger() {
        assertThat(run("drop", TEST, COMMIT.substring(0, 8), "--reason", "the runner was busy"))
                .isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("Dropped 1 run of " + TEST).containsPattern("1 +0\\R");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThat(Main.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        Terminal.ofStandardOutput(),
                        "history",
                        "accept",
                        TEST,
                        "--reason",
                        "none",
                        "--dir",
                        folder.resolve("none").toString()))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("There is no history in", "--dir");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "history";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--dir";
        all[arguments.length + 2] = folder.toString();
        return Main.run(new PrintWriter(out), new PrintWriter(err), Terminal.ofStandardOutput(), all);
    }
}
