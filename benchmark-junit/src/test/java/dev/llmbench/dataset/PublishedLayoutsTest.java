package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files with values of their own in the layouts of datasets that are published. Those of traces are {@link TracesTest}'s. */
class PublishedLayoutsTest {

    @Test
    void shareGptIsOneArrayOfConversations() {
        Dataset dataset = read("ShareGPT_V3_unfiltered_cleaned_split.json", """
                [
                  {
                    "id": "QxYz1_0",
                    "conversations": [
                      {"from": "human", "value": "Name a river."},
                      {"from": "gpt", "value": "The Elbe."}
                    ]
                  },
                  {"id": "QxYz1_7", "conversations": []}
                ]
                """);

        assertThat(dataset.format()).isEqualTo(DatasetFormat.SHAREGPT);
        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("QxYz1_0");
    }

    @Test
    void vllmsCustomLinesHaveAPromptAndAnOutputLength() {
        Dataset dataset = read("data.jsonl", """
                {"prompt": "Name a river.", "output_tokens": 12}
                {"prompt": "Name a lake."}
                """);

        assertThat(dataset.format()).isEqualTo(DatasetFormat.VLLM);
        assertThat(dataset.prompts())
                .extracting(Prompt::maxTokens)
                .satisfiesExactly(
                        first -> assertThat(first).hasValue(12),
                        second -> assertThat(second).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompts.jsonl|{\"prompt\": \"Name a river.\", \"output_tokens_count\": 12, \"prompt_tokens_count\": 4}",
                "prompts.json|[{\"text\": \"Name a river.\", \"output_tokens_count\": 12, \"prompt_tokens_count\": 4}]",
                "prompts.csv|prompt,output_tokens_count,prompt_tokens_count~Name a river.,12,4",
                "prompts.txt|prompt,output_tokens_count,prompt_tokens_count~Name a river.,12,4"
            })
    void guideLlmsFilesHaveColumnsOfTheseNames(String name, String content) {
        Prompt prompt = read(name, content.replace('~', '\n')).prompts().get(0);

        assertThat(((TextPrompt) prompt).text()).isEqualTo("Name a river.");
        assertThat(prompt.maxTokens()).hasValue(12);
        assertThat(prompt.promptTokens()).hasValue(4);
    }

    @Nested
    class OpenAiBatch {
        @Test
        void asksForChatCompletions() {
            Prompt prompt = batched(
                    "/v1/chat/completions",
                    "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"max_completion_tokens\": 9}");

            assertThat(prompt).isInstanceOf(ChatPrompt.class);
            assertThat(prompt.traits().request()).hasToString("{\"model\":\"m\",\"max_completion_tokens\":9}");
        }

        @Test
        void asksForCompletions() {
            Prompt prompt = batched("/v1/completions", "{\"model\": \"m\", \"prompt\": \"Once\", \"max_tokens\": 9}");

            assertThat(((TextPrompt) prompt).text()).isEqualTo("Once");
            assertThat(prompt.maxTokens()).hasValue(9);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"Name a river.\"|Name a river.",
                    "[\"Name a river.\", \"Name a lake.\"]|Name a river.~Name a lake.",
                    "[[1, 2], [3]]|[[1,2],[3]]",
                    "[{\"role\": \"user\", \"content\": \"Name a river.\"}]|Name a river.",
                    "[{\"role\": \"user\", \"content\": [{\"type\": \"input_text\", \"text\": \"Name\"}, {\"type\": \"input_image\", \"image_url\": \"x\"}]}]|Name",
                    "[{\"type\": \"function_call_output\", \"call_id\": \"c\", \"output\": \"12\"}]|12",
                })
        void keepsAnInputAsItIs(String input, String text) {
            for (String url : new String[] {"/v1/embeddings", "/v1/responses"}) {
                Prompt prompt = batched(
                        url, "{\"model\": \"m\", \"input\": " + input + ", \"store\": false, \"stream\": true}");

                assertThat(((TextPrompt) prompt).text()).isEqualTo(text.replace('~', '\n'));
                assertThat(prompt.traits().request())
                        .hasToString("{\"model\":\"m\",\"input\":" + StrictJson.parse(input) + ",\"store\":false}");
            }
        }

        @Test
        void mayMixInputsOfManyKinds() {
            Dataset dataset = read(
                    "batch.jsonl",
                    line("a", "/v1/responses", "{\"input\": \"Hi\"}")
                            + line("b", "/v1/responses", "{\"input\": [{\"role\": \"user\", \"content\": \"Ho\"}]}"));

            assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("a", "b");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"Hi\"|{\"input\":\"%sHi\"}",
                    "[\"Hi\", \"Ho\"]|{\"input\":[\"%sHi\",\"Ho\"]}",
                    "[{\"role\": \"user\", \"content\": \"Hi\"}]|{\"input\":[{\"role\":\"user\",\"content\":\"%sHi\"}]}",
                })
        void givesAnInputItsSalt(String input, String salted) {
            Salt salt = new Salt(3);

            assertThat(salt.apply(batched("/v1/embeddings", "{\"input\": " + input + "}"), 5)
                            .traits()
                            .request())
                    .hasToString(salted.formatted(salt.words(5).replace("\n", "\\n")));
        }

        private Prompt batched(String url, String body) {
            Dataset dataset = read("batch.jsonl", line("request-1", url, body));

            assertThat(dataset.format()).isEqualTo(DatasetFormat.OPENAI_BATCH);
            return dataset.prompts().get(0);
        }

        private static String line(String id, String url, String body) {
            return "{\"custom_id\": \"" + id + "\", \"method\": \"POST\", \"url\": \"" + url + "\", \"body\": " + body
                    + "}\n";
        }
    }

    private static Dataset read(String name, String content) {
        return DatasetReader.read(
                new DatasetSource(name, "/d/" + name, () -> new ByteArrayInputStream(content.getBytes(UTF_8))),
                DatasetOptions.ofDefaults());
    }
}
