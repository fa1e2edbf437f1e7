package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.Prompt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void aPairAsksForTheLengthOfTheLineAndForMore() throws IOException {
        assertThat(longer("{\"prompt\":\"a\",\"max_tokens\":7}", "{}")).contains("\"max_tokens\":17");
        assertThat(longer("{\"prompt\":\"a\"}", "{}")).contains("\"max_tokens\":60");
    }

    @Test
    void aPairAsksByTheFieldThatTheBodyHas() throws IOException {
        assertThat(longer("{\"prompt\":\"a\"}", "{\"max_tokens\":null,\"max_completion_tokens\":20}"))
                .contains("\"max_completion_tokens\":30")
                .doesNotContain("\"max_tokens\"");
        assertThat(longer("{\"prompt\":\"a\",\"max_completion_tokens\":20}", "{}"))
                .contains("\"max_completion_tokens\":30")
                .doesNotContain("\"max_tokens\"");
    }

    @Test
    void aLeastLengthThatIsAllOfTheLengthGrowsWithIt() throws IOException {
        assertThat(longer("{\"prompt\":\"a\"}", "{\"min_tokens\":50}")).contains("\"min_tokens\":60");
        assertThat(longer("{\"prompt\":\"a\"}", "{\"min_tokens\":9}")).contains("\"min_tokens\":9");
    }

    @Test
    void aRequestWithoutALimitHasNoLengthToAddTo() throws IOException {
        assertThat(RequestBody.askedTokens(prompt("{\"prompt\":\"a\"}"), options("{\"max_tokens\":null}")))
                .isEmpty();
    }

    @Test
    void theResponsesApiTakesMessagesAsInputAndSendsItsUsageUnasked() throws IOException {
        assertThat(shaped(PromptType.RESPONSES, "{\"prompt\":\"a\",\"max_tokens\":9}", true))
                .isEqualTo("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"a\"}],"
                        + "\"max_output_tokens\":9,\"temperature\":0.0,\"stream\":true}");
        assertThat(shaped(PromptType.RESPONSES, "{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}", false))
                .isEqualTo("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"b\"}],"
                        + "\"max_output_tokens\":50,\"temperature\":0.0}");
    }

    @Test
    void anotherLengthOfTheResponsesApiIsInItsOwnField() throws IOException {
        RequestOptions options = options(PromptType.RESPONSES, "", true);
        byte[] body = RequestBody.of(prompt("{\"prompt\":\"a\"}"), options, 50, 60);

        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"max_output_tokens\":60");
    }

    @Test
    void anEmbeddingIsAskedOfATextAndOfNothingElse() throws IOException {
        assertThat(shaped(PromptType.EMBEDDINGS, "{\"prompt\":\"a\",\"max_tokens\":9}", false))
                .isEqualTo("{\"model\":\"m\",\"input\":\"a\"}");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        shaped(PromptType.EMBEDDINGS, "{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}", false))
                .withMessageContaining("has messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Hi\"",
                "[\"Hi\",\"Ho\"]",
                "[[1,2],[3]]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]},{\"type\":\"item_reference\",\"id\":\"r\"}]"
            })
    void anInputOfABatchIsSentAsItIsWithAllOfItsBody(String input) throws IOException {
        String line =
                "{\"custom_id\":\"r\",\"method\":\"POST\",\"url\":\"/v1/x\",\"body\":{\"model\":\"own\",\"input\":"
                        + input
                        + ",\"dimensions\":64,\"instructions\":\"Be brief.\",\"max_output_tokens\":7,\"temperature\":0.50}}";
        String sent = "\"input\":" + input;
        String rest = "\"dimensions\":64,\"instructions\":\"Be brief.\"";

        assertThat(shaped(PromptType.EMBEDDINGS, line, false))
                .isEqualTo(
                        "{\"model\":\"own\"," + sent + "," + rest + ",\"max_output_tokens\":7,\"temperature\":0.50}");
        assertThat(shaped(PromptType.RESPONSES, line, true))
                .isEqualTo("{\"model\":\"own\"," + sent
                        + ",\"max_output_tokens\":7,\"temperature\":0.50,\"stream\":true," + rest + "}");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> shaped(PromptType.CHAT, line, true))
                .withMessageContaining("prompt r of the dataset has an input")
                .withMessageContaining("promptType = EMBEDDINGS or RESPONSES");
    }

    private String shaped(PromptType type, String line, boolean streaming) throws IOException {
        return new String(RequestBody.of(prompt(line), options(type, "", streaming)), StandardCharsets.UTF_8);
    }

    private String longer(String line, String extra) throws IOException {
        Prompt prompt = prompt(line);
        RequestOptions options = options(extra);
        int usual = RequestBody.askedTokens(prompt, options).orElseThrow();
        PreparedRequest shorter = PreparedRequest.pair(prompt, prompt, 10, options);
        assertThat(shorter.askedTokens()).hasValue(usual);
        assertThat(shorter.body()).isEqualTo(RequestBody.of(prompt, options));
        return new String(Objects.requireNonNull(shorter.longer()).body(), StandardCharsets.UTF_8);
    }

    private String body(String line, String extra) throws IOException {
        return new String(RequestBody.of(prompt(line), options(extra)), StandardCharsets.UTF_8);
    }

    private Prompt prompt(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("set.jsonl"), line);
        Dataset dataset = Datasets.load(file.toString(), directory, getClass().getClassLoader());
        return dataset.prompts().get(0);
    }

    private static RequestOptions options(String extra) {
        return options(PromptType.CHAT, extra, false);
    }

    private static RequestOptions options(PromptType type, String extra, boolean streaming) {
        ObjectNode fields = RequestOptions.parseExtra(extra);
        return new RequestOptions(type, Optional.of("m"), OptionalInt.of(50), OptionalDouble.of(0), fields, streaming);
    }
}
