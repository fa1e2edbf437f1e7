package dev.llmbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import dev.llmbench.LoadTest;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.cluster.jgroups.ClusterKey;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.simulator.Simulator;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar of a cluster, run as its processes. */
class WorkerJarIT {
    private static final Path JAR = Path.of(System.getProperty("worker.jar", "no such jar"));
    private static final Path CLASSES = JAR.resolveSibling("classes");
    /** The test's own environment names it, too. */
    private static final Path KEY = Path.of(System.getenv().getOrDefault(ClusterKey.VARIABLE, "no such file"));

    private static final String API_KEY = "sk-canary-8f2c1d";
    private static final int TERMINATED = 143;

    private final List<ChildJvm> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKey() throws Exception {
        Files.deleteIfExists(KEY);
        try (ChildJvm key = ChildJvm.jar(JAR, Map.of(), List.of("key", KEY.toString()))) {
            assertThat(key.ended()).first().asString().startsWith("Wrote a new cluster key ");
            assertThat(key.status()).isZero();
        }
    }

    @AfterEach
    void end() {
        started.forEach(ChildJvm::close);
    }

    @Test
    void workersOfAHubShareTheLoadOfATest() throws Exception {
        ChildJvm hub = start("hub", "--port", "0");
        String place = place(hub);
        ChildJvm a = worker(place, "worker-a");
        ChildJvm b = worker(place, "worker-b");

        ChildJvm list = start("list", "--hub", place);
        assertThat(list.ended())
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(1)).startsWith("worker-a ").endsWith(" idle");
                    assertThat(lines.get(2)).startsWith("worker-b ").endsWith(" idle");
                })
                .last()
                .isEqualTo("2 workers, 2 idle");
        assertThat(list.status()).isZero();

        LoadResult result = load(place);

        assertThat(Verdicts.of(result).invalidCauses()).isEmpty();
        assertThat(result.run().errors()).isZero();
        assertThat(result.facts().workers()).extracting(WorkerFacts::host).containsExactly("worker-a", "worker-b");
        assertThat(result.facts().workers()).allSatisfy(worker -> {
            assertThat(worker.rows()).isPositive().isEqualTo(worker.sent());
            assertThat(worker.end()).isEmpty();
        });
        a.awaitLineWith("Idle");
        assertThat(terminated(a))
                .anyMatch(line -> line.contains("Claimed by WorkerJarIT on "))
                .anyMatch(line -> line.contains("Sends a share of WorkerJarIT to http://127.0.0.1"))
                .last()
                .asString()
                .endsWith("Left the cluster");
        assertThat(terminated(b)).last().asString().endsWith("Left the cluster");
        assertThat(terminated(hub)).last().asString().endsWith("Hub ended");
    }

    @Test
    void aWorkerWaitsForItsHub() throws Exception {
        int port = freePort();
        String place = "127.0.0.1:" + port;
        ChildJvm worker = start("work", "--hub", place, "--name", "early");
        worker.awaitLineWith("Trying again");

        ChildJvm hub = start("hub", "--port", String.valueOf(port));
        hub.awaitLineWith("Hub listens on " + place);

        worker.awaitLineWith("Joined the cluster at " + place + " as early");
        terminated(hub);
        worker.awaitLineWith("is lost");
        assertThat(terminated(worker))
                .filteredOn(line -> line.contains("Trying again"))
                .hasSize(1);
    }

    @Test
    void aWorkerCanBeTheHubAsWell() throws Exception {
        ChildJvm worker = start("work", "--listen", "0", "--name", "both");
        String place = place(worker);
        worker.awaitLineWith("Joined the cluster");

        ChildJvm list = start("list", "--hub", place);

        assertThat(list.ended()).hasSize(3).last().isEqualTo("1 worker, 1 idle");
        assertThat(start("hub", "--port", place.substring(place.lastIndexOf(':') + 1))
                        .ended())
                .singleElement()
                .asString()
                .startsWith("The hub cannot listen on " + place + ": ");
        assertThat(started.get(started.size() - 1).status()).isEqualTo(2);
        terminated(worker);
    }

    @Test
    void membersWithAnotherKeyAreTurnedAway() throws Exception {
        Path other = directory.resolve("other.p12");
        ClusterKey key = ClusterKey.create(other);
        String place = place(start("hub", "--port", "0"));

        for (List<String> command : List.of(List.of("list", "--hub", place), List.of("work", "--hub", place))) {
            ChildJvm refused = start(Map.of(ClusterKey.VARIABLE, key.base64()), command);
            assertThat(refused.ended())
                    .singleElement()
                    .asString()
                    .contains("The hub at " + place, key.toString(), ClusterKey.VARIABLE)
                    .doesNotContain(key.base64().substring(0, 40));
            assertThat(refused.status()).isEqualTo(2);
        }
    }

    @Test
    void aHubWithoutWorkersIsToldFromNoHub() throws Exception {
        ChildJvm hub = start("hub", "--port", "0");
        String place = place(hub);

        ChildJvm empty = start("list", "--hub", place, "--wait", "1s");
        assertThat(empty.ended()).singleElement().asString().startsWith("No worker answered at " + place);
        assertThat(empty.status()).isEqualTo(1);

        terminated(hub);
        ChildJvm unreachable = start("list", "--hub", place);
        assertThat(unreachable.ended()).singleElement().asString().startsWith("The hub at " + place + " cannot be");
        assertThat(unreachable.status()).isEqualTo(2);
    }

    @Test
    void allJarsAndTheClassesAreOneBuild() throws Exception {
        String jar = version(JAR.toString());

        assertThat(jar).matches("llmbench \\S+ \\(build [0-9a-f]{16}\\)");
        assertThat(version(CLASSES + File.pathSeparator + JAR)).isEqualTo(jar);
        String plain = JAR.toString().replace("-worker.jar", ".jar");
        assertThat(version(plain + File.pathSeparator + JAR)).isEqualTo(jar);
    }

    @Test
    void theJarHoldsWhatAWorkerTakesAndItsLicences() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/LICENSE.txt",
                            "META-INF/LICENSE-jtokkit.txt",
                            "META-INF/NOTICE",
                            "org/apache/hc/client5/http/impl/async/HttpAsyncClients.class",
                            "org/apache/hc/core5/http2/HttpVersionPolicy.class",
                            "com/knuddels/jtokkit/o200k_base.tiktoken")
                    .noneMatch(name -> name.endsWith("module-info.class") || name.endsWith(".SF"))
                    .noneMatch(name -> name.startsWith("datasets/"))
                    .noneMatch(name -> name.startsWith("org/junit/") || name.startsWith("org/assertj/"));
            String notice = text(jar, "META-INF/NOTICE");
            assertThat(notice).contains("Apache HttpClient", "Apache HttpComponents Core", "Jackson");
            assertThat(text(jar, "META-INF/LICENSE.txt")).contains("QOS.ch", "public domain");
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private String version(String classPath) throws IOException, InterruptedException {
        ChildJvm jvm = ChildJvm.start(ClusterMain.class, classPath, List.of(), List.of("--version"));
        started.add(jvm);
        return String.join("\n", jvm.ended());
    }

    private LoadResult load(String place) throws Exception {
        Path prompts =
                Files.writeString(directory.resolve("prompts.txt"), "Why is the sky blue?\nWhy is grass green?\n");
        try (Simulator simulator = Simulator.builder()
                .ttft(Duration.ofMillis(10))
                .tpot(Duration.ofMillis(1))
                .outputTokens(5)
                .start()) {
            return LoadTest.builder()
                    .name("WorkerJarIT")
                    .endpoint(simulator.url() + "/v1/chat/completions")
                    .apiKey(API_KEY)
                    .dataset(prompts.toString())
                    .startUsers(4)
                    .stage(4, Duration.ofSeconds(1))
                    .quiet(true)
                    .outputDirectory(directory.resolve("run"))
                    .cluster(place)
                    .clusterWorkers(2)
                    .build()
                    .run();
        }
    }

    private ChildJvm worker(String place, String name) throws IOException {
        ChildJvm worker = start("work", "--hub", place, "--name", name);
        worker.awaitLineWith("Joined the cluster at " + place + " as " + name);
        return worker;
    }

    /** The address that a hub says. */
    private static String place(ChildJvm hub) throws IOException {
        return hub.awaitLineWith("Hub listens on ").replaceAll(".* listens on ([^,]+),.*", "$1");
    }

    private ChildJvm start(String... arguments) throws IOException {
        return start(Map.of(ClusterKey.VARIABLE, KEY.toString()), List.of(arguments));
    }

    private ChildJvm start(Map<String, String> environment, List<String> arguments) throws IOException {
        ChildJvm child = ChildJvm.jar(JAR, environment, arguments);
        started.add(child);
        return child;
    }

    /** Ends a member as Docker does, and returns what it printed, in which there is no secret. */
    private static List<String> terminated(ChildJvm member) throws IOException, InterruptedException {
        member.terminate();
        List<String> lines = member.ended();
        assertThat(member.status()).isEqualTo(TERMINATED);
        String secret =
                Base64.getEncoder().encodeToString(Files.readAllBytes(KEY)).substring(0, 40);
        assertThat(lines).noneMatch(line -> line.contains(API_KEY) || line.contains(secret));
        return lines;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
