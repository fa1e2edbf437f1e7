package dev.llmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and the guides say what is so: their examples compile, and their links lead somewhere. */
class GuidesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** A block of Java in a page, known by where it stands, and the imports that the page shows before it. */
    private record Example(Path page, int line, String imports, String code) {
        @Override
        public String toString() {
            return page.getFileName() + ":" + line;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleCompiles(Example example) {
        assertThat(CompiledExamples.errors(example.imports(), example.code())).isEmpty();
    }

    @Test
    void anExampleThatDoesNotCompileIsFound() {
        assertThat(CompiledExamples.errors("assertThat(result).ttft().p95().isFast();\n"))
                .singleElement()
                .asString()
                .contains("isFast");
    }

    @Test
    void aWholeClassComesWithItsImports() {
        String code = "class ChatIT {\n    LoadResult result;\n}\n";

        assertThat(CompiledExamples.errors("import dev.llmbench.result.LoadResult;\n", code))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesAndHeadings(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher link = LINK.matcher(FENCED.matcher(Files.readString(page)).replaceAll(""));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            if (!Files.exists(target)
                    || (link.group(2) != null && !anchors(target).contains(link.group(2)))) {
                broken.add(link.group());
            }
        }
        assertThat(broken).isEmpty();
    }

    static Stream<Example> examples() throws IOException {
        // What the pages of examples show is of their own modules, which compile it with libraries that are not here.
        return pages().filter(page -> !page.startsWith(ROOT.resolve("examples")))
                .flatMap(GuidesTest::examples);
    }

    private static Stream<Example> examples(Path page) {
        String text = text(page);
        StringBuilder imports = new StringBuilder();
        List<Example> examples = new ArrayList<>();
        for (MatchResult block : JAVA.matcher(text).results().toList()) {
            examples.add(new Example(page, lineAt(text, block.start()), imports.toString(), block.group(1)));
            imports.append(CompiledExamples.importsOf(block.group(1)));
        }
        return examples.stream();
    }

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), Path.of("STATISTICS.md")));
        for (Path directory : List.of(Path.of("docs"), ROOT.resolve("examples"))) {
            try (Stream<Path> files = Files.walk(directory, 2)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages.stream();
    }

    /** What GitHub makes of a page's headings. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(FENCED.matcher(text(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static int lineAt(String text, int offset) {
        return (int) text.substring(0, offset).lines().count() + 1;
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
