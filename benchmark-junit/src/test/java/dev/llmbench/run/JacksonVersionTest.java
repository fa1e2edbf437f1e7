package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import dev.llmbench.ChildLoad;
import dev.llmbench.junit.OlderJackson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load tests on the Jackson of a project that has an older one. The build puts such jars into {@code target/jackson}. */
class JacksonVersionTest {
    private static final Path JARS = Path.of("target", "jackson");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jackson-core jackson-databind jackson-annotations jackson-dataformat-csv",
                "jackson-core",
                "jackson-databind",
                "jackson-dataformat-csv"
            })
    void anOlderOneIsToldBeforeAnythingIsSent(String jars) throws Exception {
        List<String> names = List.of(jars.split(" ", -1));
        String message = names.get(0) + " 2.13.5 is on the class path, but load tests need Jackson 2.18 or later: set ";
        try (ChildJvm child = ChildJvm.start(OlderJackson.class, classPath("too-old", names), List.of(), List.of())) {
            assertThat(child.ended())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("built: dev.llmbench.plan.ConfigurationException: " + message)
                            .contains("com.fasterxml.jackson:jackson-bom"))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("ran: dev.llmbench.plan.ConfigurationException: ")
                            .contains(message));
        }
    }

    @Test
    void oneThatIsMissingIsToldLikewise() throws Exception {
        String message = "jackson-dataformat-csv is missing or damaged (";
        try (ChildJvm child = ChildJvm.start(
                OlderJackson.class,
                ChildJvm.classPathWithout(List.of("jackson-dataformat-csv")),
                List.of(),
                List.of())) {
            assertThat(child.ended())
                    .anySatisfy(line -> assertThat(line).startsWith("built: ").contains(message))
                    .anySatisfy(line -> assertThat(line).startsWith("ran: ").contains(message));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompts.jsonl", "prompts.csv", "prompts.json"})
    void theOldestThatIsNeededCarriesOutALoad(String name) throws Exception {
        List<String> all = List.of("jackson-core", "jackson-databind", "jackson-annotations", "jackson-dataformat-csv");
        try (ChildJvm child = ChildJvm.start(
                ChildLoad.class,
                classPath("oldest", all),
                List.of(),
                List.of(scratch.resolve("run").toString(), dataset(name), "40"))) {
            assertThat(child.ended()).contains("ok 40");
            assertThat(child.status()).isZero();
        }
        assertThat(Files.readString(scratch.resolve("run/report.html"))).endsWith("</html>\n");
    }

    private String dataset(String name) throws IOException {
        String content = switch (name) {
            case "prompts.csv" -> "sep=;\nprompt;max_tokens\nWhy?;3\nHow?;4\n";
            case "prompts.json" -> "[{\"prompt\": \"Why?\", \"top_p\": 0.50}, {\"prompt\": \"How?\"}]";
            default -> "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}], \"temperature\": 0.10}\n";
        };
        return Files.writeString(scratch.resolve(name), content).toString();
    }

    private static String classPath(String version, List<String> names) {
        return Stream.concat(
                        names.stream()
                                .map(name -> JARS.resolve(version)
                                        .resolve(name + ".jar")
                                        .toString()),
                        Stream.of(ChildJvm.classPathWithout(names)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
