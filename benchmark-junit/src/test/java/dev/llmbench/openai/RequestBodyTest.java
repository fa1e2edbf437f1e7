package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Dataset;
import dev.llmbench.prompt.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a line of a dataset says arrives at the server as it was written. */
class RequestBodyTest {
    private static final String MESSAGES = "[{\"role\":\"user\",\"name\":\"Ann\",\"content\":["
            + "{\"type\":\"text\",\"text\":\"Grüße 👋\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\",\"detail\":\"low\"}},"
            + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"UklGRg==\",\"format\":\"wav\"},\"weight\":1.50}]}]";
    private static final String TOOLS =
            "[{\"type\":\"function\",\"function\":{\"name\":\"w\",\"strict\":true,\"parameters\":"
                    + "{\"type\":\"object\",\"required\":[\"x\"],\"properties\":{\"x\":{\"type\":\"number\",\"minimum\":0.10,\"default\":null}}}}}]";

    @TempDir
    private Path directory;

    @Test
    void messagesOfManyKindsAndToolsAreSentByteForByte() throws IOException {
        assertThat(body("{\"messages\":" + MESSAGES + ",\"tools\":" + TOOLS + ",\"tool_choice\":\"auto\"}", "{}"))
                .isEqualTo("{\"model\":\"m\",\"messages\":" + MESSAGES
                        + ",\"max_tokens\":50,\"temperature\":0.0,\"tools\":" + TOOLS + ",\"tool_choice\":\"auto\"}");
    }

    @Test
    void aLinesOwnFieldsLieOverTheAttributesAndUnderTheBodysFields() throws IOException {
        assertThat(body(
                        "{\"prompt\":\"a\",\"max_tokens\":7,\"temperature\":0.9,\"top_p\":0.8,\"request\":{\"model\":null,\"x\":1}}",
                        "{\"top_p\":0.1}"))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":7,"
                        + "\"temperature\":0.9,\"top_p\":0.1,\"x\":1}");
    }

    @Test
    void aLineThatLimitsItsAnswerByTheNewerFieldGetsNoOtherLimit() throws IOException {
        assertThat(body("{\"prompt\":\"a\",\"max_completion_tokens\":7}", "{}"))
                .contains("\"max_completion_tokens\":7")
                .doesNotContain("max_tokens");
    }

    @Test
    void aSystemTextGoesBeforeTheUsers() throws IOException {
        assertThat(body("{\"system\":\"s\",\"prompt\":\"a\"}", "{}"))
                .contains("[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\"}]");
    }

    private String body(String line, String extra) throws IOException {
        Path file = Files.writeString(directory.resolve("set.jsonl"), line);
        Dataset dataset = Datasets.load(file.toString(), directory, getClass().getClassLoader());
        ObjectNode fields = RequestOptions.parseExtra(extra);
        RequestOptions options = new RequestOptions(
                PromptType.CHAT, Optional.of("m"), OptionalInt.of(50), OptionalDouble.of(0), fields, false);
        return new String(RequestBody.of(dataset.prompts().get(0), options), StandardCharsets.UTF_8);
    }
}
