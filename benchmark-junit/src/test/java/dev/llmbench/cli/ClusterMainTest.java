package dev.llmbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.cluster.RollCall.Present;
import dev.llmbench.cluster.jgroups.ClusterKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterMainTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommandsAndTheKey() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("key", "hub", "work", "list", ClusterKey.VARIABLE, "Exit status");
    }

    @Test
    void theVersionIdentifiesTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString().strip()).matches("llmbench \\S+ \\(build [0-9a-f]{16}\\)");
    }

    @Test
    void aNewKeyIsWrittenAndExplainedWithoutShowingIt() throws IOException {
        Path file = directory.resolve("cluster.p12");

        assertThat(run("key", file.toString())).isZero();

        ClusterKey key = ClusterKey.read(Files.readAllBytes(file));
        assertThat(out.toString())
                .contains(key + " to " + file, "secret", "export LLMBENCH_CLUSTER_KEY=" + file)
                .doesNotContain(key.base64().substring(0, 40));
    }

    @Test
    void aKeyIsNotOverwritten() throws IOException {
        Path file = Files.writeString(directory.resolve("cluster.p12"), "somebody's");

        assertThat(run("key", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("FILE = \"" + file + "\": this file exists", "Name another file");
        assertThat(file).hasContent("somebody's");
    }

    @Test
    void aKeyNeedsAFolderThatExists() {
        assertThat(run("key", directory.resolve("none/cluster.p12").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("its folder does not exist. Create it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hub --bind 192.0.2.1                  | --bind = \"192.0.2.1:7800\": without a key",
                "hub --bind 0.0.0.0                    | --bind = \"0.0.0.0:7800\": without a key",
                "work --hub 192.0.2.1:7800             | --hub = \"192.0.2.1:7800\": without a key",
                "work --listen 0.0.0.0:7800            | --listen = \"0.0.0.0:7800\": without a key",
                "list --hub [2001:db8::1]:7800         | --hub = \"[2001:db8::1]:7800\": without a key",
                "hub --port 70000                      | --port = \"70000\": this is neither a port nor",
                "work --listen x:y                     | --listen = \"x:y\": this is neither a port nor",
                "work --hub hub                        | --hub = \"hub\": this is not the address of a hub",
                "work --hub local:0                    | --hub = \"local:0\": this is not the address of a hub",
                "work --hub 7800                       | --hub = \"7800\": this is not the address of a hub",
                "list --hub 127.0.0.1:7800 --wait 5    | --wait = \"5\"",
                "work --hub 127.0.0.1:7800 --max-streams 0 | --max-streams = \"0\"",
                "work --hub 127.0.0.1:7800 --max-streams many | '--max-streams'",
                "work --hub 127.0.0.1:7800 --name a/b  | --name = \"a/b\"",
                "work --hub 127.0.0.1:7800 --allow-endpoint staging.example | --allow-endpoint = \"staging.example\"",
                "work                                  | (--hub=HOST:PORT | --listen=[ADDRESS:]PORT)",
                "work --hub a:1 --listen 2             | mutually exclusive",
            })
    void aMistakeIsNamedWithItsOption(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub --port 0", "work --hub 127.0.0.1:7800", "list --hub 127.0.0.1:7800"})
    void aKeyThatIsNoneIsRefusedWithoutShowingIt(String arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("garbage.p12"), "topsecret");

        assertThat(run(Map.of(ClusterKey.VARIABLE, file.toString()), arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("LLMBENCH_CLUSTER_KEY is not a key file of a cluster.")
                .doesNotContain("topsecret");
    }

    @Test
    void theListShowsWhoUsesAWorker() {
        assertThat(ListWorkers.lines(
                        List.of(
                                new Present("ci-w-1", "0.1.0", "0123456789abcdef", 8, "17.0.13", ""),
                                new Present("w\u001b[2J\n2", "0.1.0", "0123456789abcdef", 16, "21", "A.b on\nci-1")),
                        "hub:7800"))
                .containsExactly(
                        "Worker   Cores     Java  Version             Build  State",
                        "ci-w-1       8  17.0.13    0.1.0  0123456789abcdef  idle",
                        "w [2J 2     16       21    0.1.0  0123456789abcdef  busy with A.b on ci-1",
                        "2 workers, 1 idle");
    }

    @Test
    void theListSaysThatBuildsDiffer() {
        assertThat(ListWorkers.lines(
                        List.of(
                                new Present("a", "0.1.0", "1", 8, "17", ""),
                                new Present("b-1", "unknown", "unknown", 0, "unknown", "")),
                        "hub:7800"))
                .contains("b-1         -  unknown  unknown  unknown  idle")
                .last()
                .asString()
                .startsWith("Their builds differ");
    }

    @Test
    void aListWithoutWorkersSaysHowToStartSome() {
        assertThat(ListWorkers.lines(List.of(), "hub:7800"))
                .containsExactly("No worker answered at hub:7800. Start some with \"work --hub hub:7800\".");
    }

    @Test
    void linesBeginWithTheTimeAndStayLines() {
        Lines lines =
                new Lines(new PrintWriter(out), Clock.fixed(Instant.parse("2026-03-04T05:06:07.8Z"), ZoneOffset.UTC));

        lines.print("Claimed by A.b\n2026-03-04 05:06:08 on \u001b[2Jci-1");

        assertThat(out.toString().stripTrailing())
                .isEqualTo("2026-03-04 05:06:07 Claimed by A.b 2026-03-04 05:06:08 on  [2Jci-1");
    }

    @Test
    void lowLimitsOfTheSystemAreWarnedOf() {
        assertThat(new SystemLimits(1024, 28_232).warnings(10_000))
                .containsExactly("Warning: this process may open 1,024 files, enough for about 824 requests in flight."
                        + " Raise the limit (ulimit -n) before larger loads.");
        assertThat(new SystemLimits(1_048_576, 4_000).warnings(10_000))
                .containsExactly("Warning: this machine has 4,000 ports for connections to one server."
                        + " Widen net.ipv4.ip_local_port_range before larger loads.");
        assertThat(new SystemLimits(1024, 4_000).warnings(800)).isEmpty();
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return ClusterMain.run(new PrintWriter(out), new PrintWriter(err), environment, arguments);
    }
}
