package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files for containers, Kubernetes and CI systems fit together, and their commands are ones that the worker jar knows. No
 * container is started.
 */
class DeploymentFilesTest {
    private static final Path KUBERNETES = Path.of("kubernetes");
    private static final Pattern COMMAND_LINE = Pattern.compile("-jar (?:\\S*worker\\.jar|\"\\$jar\") ([^`|>)]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final Map<String, String> HELP = new ConcurrentHashMap<>();

    @ParameterizedTest
    @MethodSource("commands")
    void theProgramKnowsTheCommand(String command) {
        String[] words = command.strip().split("\\s+");

        assertThat(help("")).as("commands").containsPattern("(?m)^ +" + Pattern.quote(words[0]) + " ");
        String help = help(words[0]);
        assertThat(OPTION.matcher(command).results().map(MatchResult::group))
                .as("options of " + words[0])
                .allSatisfy(option -> assertThat(help).contains(option));
    }

    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (JsonNode service : read("compose.yaml").get(0).get("services")) {
            if (service.path("image").asText().equals("llmbench-worker")) {
                commands.add(words(service.get("command")));
            }
        }
        for (JsonNode workload : kubernetes()) {
            workload.path("spec")
                    .path("template")
                    .path("spec")
                    .path("containers")
                    .forEach(container -> commands.add(words(container.get("args"))));
        }
        for (String page :
                List.of("README.md", "namespaces.sh", "compose.yaml", "../../benchmark-junit/docs/cluster.md")) {
            COMMAND_LINE
                    .matcher(Files.readString(Path.of(page)).replace("\\\n", " "))
                    .results()
                    .map(found -> found.group(1).lines().findFirst().orElse(""))
                    .forEach(commands::add);
        }
        assertThat(commands).hasSizeGreaterThan(8);
        return commands.stream().filter(command -> !command.isBlank()).distinct();
    }

    @Test
    void membersFindTheHubByTheNameAndPortOfItsService() throws IOException {
        JsonNode service = resource("Service", "llmbench-hub");
        JsonNode hub = resource("Deployment", "llmbench-hub");
        JsonNode workers = resource("StatefulSet", "llmbench-worker");
        String port = service.at("/spec/ports/0/port").asText();

        assertThat(service.at("/spec/selector")).isEqualTo(hub.at("/spec/template/metadata/labels"));
        assertThat(words(hub.at("/spec/template/spec/containers/0/args"))).contains("--port " + port);
        assertThat(words(workers.at("/spec/template/spec/containers/0/args")))
                .contains("--hub " + service.at("/metadata/name").asText() + ":" + port);
    }

    @Test
    void allMembersMountTheKeyThatIsGenerated() throws IOException {
        JsonNode generated = read("kubernetes/kustomization.yaml").get(0).at("/secretGenerator/0");
        List<JsonNode> mounting = List.of(
                resource("Deployment", "llmbench-hub"),
                resource("StatefulSet", "llmbench-worker"),
                read("ci/test-job.yaml").get(0));

        assertThat(mounting).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            String key = pod.at("/containers/0/volumeMounts/0/mountPath").asText() + "/"
                    + generated.at("/files/0").asText();

            assertThat(pod.at("/volumes/0/secret/secretName")).isEqualTo(generated.get("name"));
            assertThat(pod.at("/containers/0/env/0/name").asText()).isEqualTo("LLMBENCH_CLUSTER_KEY");
            assertThat(pod.at("/containers/0/env/0/value").asText()).isEqualTo(key);
        });
    }

    @Test
    void nothingButPort7800OfTheHubIsOpen() throws IOException {
        for (JsonNode policy : all("NetworkPolicy")) {
            assertThat(policy.at("/spec/policyTypes"))
                    .extracting(JsonNode::asText)
                    .contains("Ingress", "Egress");
            assertThat(policy.at("/spec/ingress").findValuesAsText("port")).isSubsetOf("7800");
        }
        assertThat(resource("NetworkPolicy", "llmbench-worker").at("/spec/ingress"))
                .isEmpty();
    }

    @Test
    void workersStartAtOnceOnNodesAndProcessorsOfTheirOwn() throws IOException {
        JsonNode workers = resource("StatefulSet", "llmbench-worker");
        JsonNode resources = workers.at("/spec/template/spec/containers/0/resources");

        assertThat(workers.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
        assertThat(workers.at("/spec/template/spec/affinity/podAntiAffinity")).isNotEmpty();
        assertThat(resources.get("requests")).isEqualTo(resources.get("limits"));
        assertThat(resources.at("/limits/cpu").asText()).matches("[1-9][0-9]*");
    }

    @Test
    void theKustomizationListsAllFiles() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            assertThat(read("kubernetes/kustomization.yaml").get(0).get("resources"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void aPipelineNamesTheClusterAndHowManyWorkersItNeeds(Path pipeline) throws IOException {
        assertThat(read(pipeline.toString())).hasSize(1);
        assertThat(Files.readString(pipeline))
                .contains("-Dllmbench.cluster=", "-Dllmbench.cluster-workers=", "LLMBENCH_CLUSTER_KEY");
    }

    static Stream<Path> pipelines() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("ci"))) {
            return files.toList().stream();
        }
    }

    private static JsonNode resource(String kind, String name) throws IOException {
        return all(kind).stream()
                .filter(resource -> resource.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> all(String kind) throws IOException {
        return kubernetes().stream()
                .filter(resource -> resource.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<JsonNode> kubernetes() throws IOException {
        List<JsonNode> resources = new ArrayList<>();
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                resources.addAll(read(file.toString()));
            }
        }
        return resources;
    }

    private static List<JsonNode> read(String file) throws IOException {
        return new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(new File(file))
                .readAll();
    }

    private static String words(JsonNode list) {
        return String.join(
                " ",
                StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }

    /** Runs the worker jar's program from the class path, so that no jar need be built. */
    private static String help(String command) {
        return HELP.computeIfAbsent(command, it -> {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.llmbench.cli.ClusterMain"));
            Stream.of(it, "--help").filter(word -> !word.isEmpty()).forEach(line::add);
            try {
                Process program =
                        new ProcessBuilder(line).redirectError(Redirect.INHERIT).start();
                return new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
