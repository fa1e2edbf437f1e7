package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.dataset.record.Gunzip;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from each format, and how a file is told to be of it. */
class FormatsTest {

    @Nested
    class OwnLines {
        @Test
        void giveFieldsOfTheRequestAndTags() {
            Prompt prompt = only(
                    "{\"prompt\": \"a\", \"temperature\": 0.70, \"tags\": [\"x\", \"y\"], \"request\": {\"guided_regex\": \"a+\", \"top_p\": null}}");

            assertThat(prompt.traits().request())
                    .hasToString("{\"temperature\":0.70,\"guided_regex\":\"a+\",\"top_p\":null}");
            assertThat(prompt.traits().tags()).containsExactly("x", "y");
        }

        @Test
        void mayNotSayWhetherToStream() {
            assertThatThrownBy(() -> read("{\"prompt\": \"a\", \"request\": {\"stream\": false}}"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("line 1 \"request\" has \"stream\"")
                    .hasMessageContaining("use the attribute streaming");
        }

        @Test
        void mayHaveASystemMessageBesideAText() {
            assertThat(((TextPrompt) only("{\"system\": \"Be brief.\", \"prompt\": \"Why?\"}")).whole())
                    .isEqualTo("Be brief.\n\nWhy?");
        }

        @Test
        void areReadAgainAsTheyWereFromTheirNormalForm() {
            Prompt prompt = only(
                    "{\"id\": \"7\", \"system\": \"s\", \"prompt\": \"a\", \"max_tokens\": 3, \"prompt_tokens\": 1, \"n\": 2, \"tags\": \"x\"}");

            assertThat(PromptLine.of(1, PromptLine.normal(prompt)).prompt()).isEqualTo(prompt);
        }
    }

    @Test
    void vllmCallsTheAnswersLengthOutputTokens() {
        Dataset dataset = read("{\"prompt\": \"a\", \"output_tokens\": 12}");

        assertThat(dataset.format()).isEqualTo(DatasetFormat.VLLM);
        assertThat(dataset.prompts().get(0).maxTokens()).hasValue(12);
    }

    @Nested
    class ShareGpt {
        private static final String ARRAY = """
                [{"id": "a_0", "conversations": [
                    {"from": "human", "value": "How do tides work?"},
                    {"from": "gpt", "value": "The moon pulls at the sea."},
                    {"from": "human", "value": "Thanks"}]},
                 {"id": "b_0", "conversations": [{"from": "human", "value": "Hello?"}]}]
                """;

        @Test
        void givesTheFirstTurnAsPromptAndTheSecondsLengthInTokens() {
            Dataset dataset = read(ARRAY);

            TextPrompt prompt = (TextPrompt) dataset.prompts().get(0);
            assertThat(dataset.format()).isEqualTo(DatasetFormat.SHAREGPT);
            assertThat(prompt.id()).isEqualTo("a_0");
            assertThat(prompt.text()).isEqualTo("How do tides work?");
            assertThat(prompt.maxTokens()).hasValue(7);
            assertThat(prompt.promptTokens()).hasValue(5);
        }

        @Test
        void leavesAConversationOfOneTurnOutAndSaysSo() {
            assertThat(read(ARRAY).notes())
                    .contains("1 conversation of fewer than two turns left out")
                    .hasSize(2);
        }

        @Test
        void estimatesLengthsWithoutATokenizerAndSaysSo() {
            Dataset dataset = read(ARRAY, DatasetOptions.ofDefaults().withTokenizer(Tokenizer.estimate()));

            assertThat(dataset.prompts().get(0).maxTokens()).hasValue(7);
            assertThat(dataset.prompts().get(0).promptTokens()).isEmpty();
            assertThat(dataset.notes())
                    .contains("the lengths of the answers are estimated from their texts by 4 characters per token");
        }

        @Test
        void namesTheRecordThatIsMalformed() {
            assertThatThrownBy(
                            () -> read(
                                    "[{\"conversations\": [{\"value\": \"a\"}, {\"value\": \"b\"}]},\n {\"conversations\": 5}]"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("record 2 (line 2) \"conversations\" is a number (5), not an array");
        }

        @Test
        void saysWhereAnArrayBreaksOff() {
            assertThatThrownBy(() -> read("[{\"conversations\": [{\"value\": \"a\"}, {\"value\": \"b\"}]},\n {\"con"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("record 2 (line 2) is not JSON: Unexpected end-of-input");
        }

        @Test
        void saysThatThereIsMoreAfterTheArray() {
            assertThatThrownBy(() -> read("[{\"prompt\": \"a\"}]\n[{\"prompt\": \"b\"}]"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("(line 2) is not JSON: there is content after the end of the array");
        }
    }

    @Test
    void openAiBatchIsSentAsItsBodyButForStreaming() {
        Dataset dataset = read(
                "{\"custom_id\": \"r-1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": "
                        + "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"max_tokens\": 9, \"stream\": true, \"seed\": 4}}");

        Prompt prompt = dataset.prompts().get(0);
        assertThat(dataset.format()).isEqualTo(DatasetFormat.OPENAI_BATCH);
        assertThat(prompt.id()).isEqualTo("r-1");
        assertThat(prompt.maxTokens()).hasValue(9);
        assertThat(prompt.traits().request()).hasToString("{\"model\":\"m\",\"seed\":4}");
        assertThat(((ChatPrompt) prompt).messages()).hasToString("[{\"role\":\"user\",\"content\":\"Hi\"}]");
    }

    @Test
    void llmLoadTestBeginsWithALineThatDescribesTheFile() {
        Dataset dataset = read("""
                {"name": "openorca", "version": "0.1.1", "license": "MIT"}
                {"index": 3, "question": "Why?", "system_prompt": "Be brief.", "tok_input_length": 8, "tok_output_length": 20}
                {"index": 4, "question": "How?", "system_prompt": "", "tok_input_length": 2, "tok_output_length": 30}
                """);

        TextPrompt first = (TextPrompt) dataset.prompts().get(0);
        assertThat(dataset.format()).isEqualTo(DatasetFormat.LLM_LOAD_TEST);
        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("3", "4");
        assertThat(first.whole()).isEqualTo("Be brief.\n\nWhy?");
        assertThat(first.maxTokens()).hasValue(20);
        assertThat(first.promptTokens()).hasValue(8);
        assertThat(((TextPrompt) dataset.prompts().get(1)).system()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"instruction", "question", "input", "context", "content", "text", "Texts", "question_0"})
    void guideLlmsNamesOfAPromptAreKnown(String column) {
        Dataset dataset = read("{\"" + column + "\": \"Why?\", \"output_tokens_count\": 5, \"input_tokens_count\": 2}");

        assertThat(dataset.format()).isEqualTo(DatasetFormat.GUIDELLM);
        assertThat(dataset.prompts().get(0))
                .isEqualTo(only("{\"prompt\": \"Why?\", \"max_tokens\": 5, \"prompt_tokens\": 2}"));
    }

    @Nested
    class Csv {
        @Test
        void readsCellsWithQuotesLineBreaksAndGaps() {
            Dataset dataset = read("id,Prompt,output_tokens\r\nx,\"Hello,\n\"\"you\"\"\",128.0\r\n\r\ny,Bye,\r\n");

            assertThat(dataset.format()).isEqualTo(DatasetFormat.CSV);
            assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("x", "y");
            assertThat(((TextPrompt) dataset.prompts().get(0)).text()).isEqualTo("Hello,\n\"you\"");
            assertThat(dataset.prompts().get(0).maxTokens()).hasValue(128);
            assertThat(dataset.prompts().get(1).maxTokens()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"prompt;max_tokens,Why?;3", "'prompt\tmax_tokens','Why?\t3'"})
        void mayBeSeparatedOtherwise(String header, String row) {
            assertThat(only(header + "\n" + row).maxTokens()).hasValue(3);
        }

        @Test
        void mayHoldMessagesAsJson() {
            Prompt prompt = only("messages\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"Hi\"\"}]\"\n");

            assertThat(((ChatPrompt) prompt).messages()).hasToString("[{\"role\":\"user\",\"content\":\"Hi\"}]");
        }

        @Test
        void refusesANumberThatIsNone() {
            assertThatThrownBy(() -> read("prompt,max_tokens\na,1\nb,NaN\n"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("line 3 \"max_tokens\" is a text (\"NaN\"), not a positive integer");
        }

        @Test
        void refusesBytesThatAreNotUtf8() {
            assertThatThrownBy(() -> read(
                            "prompt,max_tokens\nGrüße,1\n".getBytes(StandardCharsets.ISO_8859_1),
                            DatasetOptions.ofDefaults()))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("not UTF-8; save the file in UTF-8");
        }

        @Test
        void refusesARowWithMoreCellsThanTheHeader() {
            assertThatThrownBy(() -> read("prompt,max_tokens\na,1,2\n"))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("line 2 is not CSV: Too many entries");
        }
    }

    @Test
    void plainTextIsAPromptALine() {
        Dataset dataset = read("Once upon a time, there was\n\n[INST] Why? [/INST]\nprompt, of a kind\n");

        assertThat(dataset.format()).isEqualTo(DatasetFormat.TEXT);
        assertThat(dataset.prompts())
                .extracting(prompt -> ((TextPrompt) prompt).text())
                .containsExactly("Once upon a time, there was", "[INST] Why? [/INST]", "prompt, of a kind");
    }

    @Test
    void aFormatThatIsGivenIsNotGuessed() {
        assertThat(read("{\"prompt\": \"a\"}", DatasetOptions.ofDefaults().withFormat(DatasetFormat.TEXT))
                        .prompts())
                .extracting(prompt -> ((TextPrompt) prompt).text())
                .containsExactly("{\"prompt\": \"a\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "{\"prompt\": \"a\"} | JSONL",
                "[{\"prompt\": \"a\"}] | JSONL",
                "prompt | CSV",
                "Why? | TEXT",
                "{\"text\": \"a\"} | GUIDELLM"
            },
            delimiter = '|')
    void aByteOrderMarkAndGzipMakeNoDifference(String content, DatasetFormat format) throws IOException {
        byte[] marked = ("\uFEFF" + content + "\r\nab").getBytes(StandardCharsets.UTF_8);

        FormatGuess guess =
                FormatGuess.of("set", Gunzip.ifPacked(new ByteArrayInputStream(packed(marked))), DatasetFormat.AUTO);

        assertThat(guess.format()).isEqualTo(format);
    }

    @Test
    void aPackedFileIsReadAsWhatItHolds() throws IOException {
        byte[] packed = packed("prompt,max_tokens\na,1\n".getBytes(StandardCharsets.UTF_8));

        assertThat(read(packed, DatasetOptions.ofDefaults()).prompts()).hasSize(1);
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static Prompt only(String content) {
        List<Prompt> prompts = read(content).prompts();
        assertThat(prompts).hasSize(1);
        return prompts.get(0);
    }

    private static Dataset read(String content) {
        return read(content, DatasetOptions.ofDefaults());
    }

    private static Dataset read(String content, DatasetOptions options) {
        return read(content.getBytes(StandardCharsets.UTF_8), options);
    }

    private static Dataset read(byte[] content, DatasetOptions options) {
        return DatasetReader.read(new DatasetSource("set", "/d/set", () -> new ByteArrayInputStream(content)), options);
    }
}
