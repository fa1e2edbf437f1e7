package dev.llmbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.files.SavedRun;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was recorded once, with errors and a broken budget, keeps its figures, keys, columns and kinds of verdict. */
class GoldenRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path golden = Path.of("");

    @BeforeEach
    void writeItsFilesAnew() throws IOException, URISyntaxException {
        golden = Path.of(Objects.requireNonNull(GoldenRunTest.class.getResource("/golden/run.json"))
                        .toURI())
                .resolveSibling("");
        LoadResult result = SavedRun.read(golden).result();
        ResultFiles.write(directory, result, VerdictLine.of(Verdicts.of(result)));
    }

    @Test
    void theSummaryHoldsTheSameFigures() throws IOException {
        assertThat(withoutProse(directory, ResultFiles.SUMMARY_JSON))
                .isEqualTo(withoutProse(golden, ResultFiles.SUMMARY_JSON));
    }

    @Test
    void theRunIsDescribedByTheSameFacts() throws IOException {
        assertThat(withoutProse(directory, ResultFiles.RUN_JSON)).isEqualTo(withoutProse(golden, ResultFiles.RUN_JSON));
    }

    @Test
    void theRowsHaveTheSameColumns() throws IOException {
        assertThat(columns(directory)).isNotEmpty().isEqualTo(columns(golden));
    }

    private static List<String> columns(Path run) throws IOException {
        return Files.readAllLines(run.resolve(ResultFiles.LEGEND)).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", -1)[1])
                .toList();
    }

    /** The versions differ by machine, and sentences may be worded anew. */
    private static JsonNode withoutProse(Path run, String file) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(run.resolve(file).toFile());
        json.remove("versions");
        blankProse(json);
        return json;
    }

    private static void blankProse(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (isProse(field.getValue())) {
                    field.setValue(TextNode.valueOf("prose"));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (isProse(array.get(i))) {
                    array.set(i, "prose");
                }
            }
        }
        node.forEach(GoldenRunTest::blankProse);
    }

    private static boolean isProse(JsonNode value) {
        return value.isTextual() && value.textValue().strip().contains(" ");
    }
}
