package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the Javadoc compile, and what users write by name has one. */
class JavadocTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/llmbench");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\s*\\* }</pre>", Pattern.DOTALL);
    private static final Pattern PUBLIC = Pattern.compile(
            "(?m)^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|record|interface|enum|@interface) ");
    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\* ?");

    /** The packages whose types users write in their tests, or are handed there. */
    private static final Set<String> FOR_USERS =
            Set.of("", "assertj", "budget", "endpoint", "junit", "plan", "prompt", "result", "simulator");

    private record Example(Path file, String code) {
        @Override
        public String toString() {
            return SOURCES.relativize(file).toString();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleCompiles(Example example) {
        assertThat(CompiledExamples.errors(example.code())).isEmpty();
    }

    @Test
    void everyTypeThatUsersWriteHasAnExample() throws IOException {
        List<Path> without = sources().stream()
                .filter(file -> FOR_USERS.contains(packageOf(file)))
                .filter(file -> PUBLIC.matcher(text(file)).find())
                .filter(file -> examplesIn(file).isEmpty())
                .toList();

        assertThat(without).isEmpty();
    }

    static Stream<Example> examples() throws IOException {
        // An example that begins with a brace is a line of a dataset.
        return sources().stream()
                .flatMap(file -> examplesIn(file).stream())
                .filter(example -> !example.code().startsWith("{"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static String packageOf(Path file) {
        Path folder = SOURCES.relativize(file).getParent();
        return folder == null ? "" : folder.toString();
    }

    private static List<Example> examplesIn(Path file) {
        return EXAMPLE.matcher(text(file))
                .results()
                .map((MatchResult found) ->
                        new Example(file, MARGIN.matcher(found.group(1)).replaceAll("") + "\n"))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
