package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Conversation.Turn;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.Tokenizer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read as a conversation, to be run turn by turn. */
class ConversationTest {
    private static final String TWO_TURNS =
            "{\"id\":\"c1\",\"system\":\"Be brief.\",\"turns\":[{\"role\":\"user\",\"content\":\"a\",\"max_tokens\":7},\"b\"],\"max_tokens\":9}";

    @Nested
    class OwnLines {
        @Test
        void haveTurnsThatAreMessagesOrTexts() {
            Conversation conversation = only(TWO_TURNS);

            assertThat(conversation.id()).isEqualTo("c1");
            assertThat(messages(conversation))
                    .containsExactly(
                            "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"a\"}]",
                            "[{\"role\":\"user\",\"content\":\"b\"}]");
        }

        @Test
        void limitTheAnswerToATurnByTheTurnsOwnLimitOrTheLines() {
            Conversation conversation = only(TWO_TURNS);

            assertThat(conversation.turns().stream()
                            .map(conversation::maxTokens)
                            .map(Object::toString))
                    .containsExactly("OptionalInt[7]", "OptionalInt[9]");
        }

        @Test
        void mayHaveSeveralMessagesInATurn() {
            String examples = "[{\"role\":\"user\",\"content\":\"1+1\"},{\"role\":\"assistant\",\"content\":\"2\"},"
                    + "{\"role\":\"user\",\"content\":\"2+2\"}]";

            assertThat(messages(only("{\"turns\":[{\"messages\":" + examples + "},\"And 3+3?\"]}")))
                    .containsExactly(examples, "[{\"role\":\"user\",\"content\":\"And 3+3?\"}]");
        }

        @Test
        void keepWhateverElseAMessageHolds() {
            String image = "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}},"
                    + "{\"type\":\"text\",\"text\":\"\\\"Was\\\" ist das? 👋\",\"weight\":1.50}]";
            String turn = "{\"role\":\"user\",\"name\":\"Ann\",\"content\":" + image + "}";

            assertThat(messages(only("{\"turns\":[\"a\"," + turn + "]}")))
                    .last()
                    .isEqualTo("[" + turn + "]");
        }

        @Test
        void areReadAgainAsTheyWereFromTheirNormalForm() {
            Conversation conversation = only(TWO_TURNS);

            assertThat(PromptLine.of(1, PromptLine.normal(conversation)).prompt())
                    .isEqualTo(conversation);
        }

        @Test
        void areToldByTheirTurnsAndNotTakenForColumns() {
            assertThat(read("{\"question_id\":1,\"turns\":[\"a\",\"b\"]}").format())
                    .isEqualTo(DatasetFormat.JSONL);
        }
    }

    @Nested
    class Messages {
        @Test
        void areDividedWhereAnAnswerWasRecorded() {
            Conversation conversation = only(
                    "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\"},"
                            + "{\"role\":\"assistant\",\"content\":\"recorded\"},{\"role\":\"user\",\"content\":\"b\"}]}");

            assertThat(messages(conversation))
                    .containsExactly(
                            "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"a\"}]",
                            "[{\"role\":\"user\",\"content\":\"b\"}]");
        }

        @Test
        void mayBeginWithAGreetingOfTheAssistant() {
            assertThat(
                            messages(
                                    only(
                                            "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"a\"},"
                                                    + "{\"role\":\"assistant\",\"content\":\"recorded\"},{\"role\":\"user\",\"content\":\"b\"}]}")))
                    .first()
                    .isEqualTo(
                            "[{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"a\"}]");
        }

        @Test
        void endWithTheLastThatTheUserSays() {
            assertThat(
                            only("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"r\"},"
                                            + "{\"role\":\"user\",\"content\":\"b\"},{\"role\":\"assistant\",\"content\":\"r\"}]}")
                                    .turns())
                    .hasSize(2);
        }

        @Test
        void areSentAtOnceWhereNobodyAsksForTurns() {
            Dataset dataset = read(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"r\"},"
                            + "{\"role\":\"user\",\"content\":\"b\"}]}",
                    DatasetOptions.ofDefaults());

            assertThat(dataset.prompts()).hasExactlyElementsOfTypes(ChatPrompt.class);
        }
    }

    @Nested
    class ShareGptRecords {
        private static final String RECORD = """
                [{"id": "a", "conversations": [
                    {"from": "gpt", "value": "of a part before"},
                    {"from": "system", "value": "Be brief."},
                    {"from": "human", "value": "How do tides work?"},
                    {"from": "gpt", "value": "The moon pulls at the sea."},
                    {"from": "human", "value": "And why twice?"},
                    {"from": "chatgpt", "value": "Because the Earth is pulled away, too."},
                    {"from": "human", "value": "Thanks"}]},
                 {"id": "b", "conversations": [{"from": "human", "value": "Hello?"}]}]
                """;

        @Test
        void giveEachTurnOfTheUserThatHasARecordedAnswer() {
            assertThat(messages(only(RECORD)))
                    .containsExactly(
                            "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"How do tides work?\"}]",
                            "[{\"role\":\"user\",\"content\":\"And why twice?\"}]");
        }

        @Test
        void limitEachAnswerByTheLengthOfTheRecordedOne() {
            Tokenizer tokenizer = Tokenizer.o200kBase();

            assertThat(only(RECORD).turns().stream().map(Turn::maxTokens).mapToInt(tokens -> tokens.orElse(0)))
                    .containsExactly(
                            tokenizer.count("The moon pulls at the sea."),
                            tokenizer.count("Because the Earth is pulled away, too."));
        }

        @Test
        void withoutAnAnswerAreLeftOutAndCounted() {
            assertThat(read(RECORD).notes()).contains("1 conversation of fewer than two turns left out");
        }
    }

    @Test
    void conversationsThatDoNotFitIntoMemoryAreTheSame() {
        List<Prompt> large = DatasetReader.read(source(TWO_TURNS), options(), 1).prompts();

        assertThat(large)
                .isInstanceOf(SpilledPrompts.class)
                .isEqualTo(read(TWO_TURNS).prompts());
    }

    @Test
    void aSaltGoesBeforeTheFirstTurnOnly() {
        Dataset salted = read(TWO_TURNS, options().withSalt(true));
        PromptOrder order = new PromptOrder(salted, 1);

        List<String> one = messages((Conversation) order.next());
        List<String> other = messages((Conversation) order.next());

        assertThat(one.get(0)).contains("\\nBe brief.").isNotEqualTo(other.get(0));
        assertThat(one.get(1))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"b\"}]")
                .isEqualTo(other.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"messages\":null,\"turns\":\"a\"} | \"turns\" is a text (\"a\"), not an array",
                "{\"turns\":[]} | \"turns\" is empty",
                "{\"turns\":[1]} | \"turns\"[0] is a number (1), neither a text nor an object",
                "{\"turns\":[\"a\",{\"role\":\"assistant\",\"content\":\"r\"}]} | \"turns\"[1] is from the assistant",
                "{\"turns\":[\"a\",{\"role\":\"tool\",\"content\":\"r\"}]} | \"turns\"[1] has the \"role\" \"tool\"",
                "{\"turns\":[{\"content\":\"a\",\"max_tokens\":0}]} | \"max_tokens\" is 0, not a positive integer",
                "{\"turns\":[\"a\"],\"prompt\":\"b\"} | has both \"prompt\" and \"turns\"",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"}]} | has none from the user",
            })
    void whatIsNoConversationIsRefused(String line, String reason) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 1 ")
                .hasMessageContaining(reason);
    }

    @Test
    void turnsNeedTheAttribute() {
        assertThatThrownBy(() -> read(TWO_TURNS, DatasetOptions.ofDefaults()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 1 has \"turns\"")
                .hasMessageContaining("set conversations = true");
    }

    @Test
    void recordsOfOneTurnEachAreNoConversations() {
        assertThatThrownBy(() -> read("{\"prompt\":\"a\"}"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no conversation of more than one turn")
                .hasMessageContaining("remove that attribute");
    }

    @Test
    void syntheticPromptsAreNoConversations() {
        assertThatThrownBy(() -> Datasets.load(
                        "synthetic:prompt=10", Path.of(""), ConversationTest.class.getClassLoader(), options()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("one turn each");
    }

    private static Conversation only(String content) {
        List<Prompt> prompts = read(content).prompts();
        assertThat(prompts).hasExactlyElementsOfTypes(Conversation.class);
        return (Conversation) prompts.get(0);
    }

    private static List<String> messages(Conversation conversation) {
        return conversation.turns().stream()
                .map(Turn::messages)
                .map(JsonNode::toString)
                .toList();
    }

    private static Dataset read(String content) {
        return read(content, options());
    }

    private static Dataset read(String content, DatasetOptions options) {
        return DatasetReader.read(source(content), options);
    }

    private static DatasetOptions options() {
        return DatasetOptions.ofDefaults().withConversations(true);
    }

    private static DatasetSource source(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new DatasetSource("set", "/d/set.jsonl", () -> new ByteArrayInputStream(bytes));
    }
}
