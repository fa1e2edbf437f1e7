package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what {@code datasets/README.md} promises of the files beside it. */
class ShippedDatasetsTest {
    private static final int LONGEST_COMMON_OPENING = 60;

    static Stream<Dataset> datasets() {
        return Stream.of(full(), chat());
    }

    @Test
    void fullHoldsTexts() {
        assertThat(full().isChat()).isFalse();
    }

    @Test
    void chatHoldsAQuestionOfTheUserAfterASystemMessageOrWithoutOne() {
        assertThat(chat().prompts())
                .extracting(ShippedDatasetsTest::roles)
                .contains(List.of("user"), List.of("system", "user"))
                .allMatch(roles -> roles.equals(List.of("user")) || roles.equals(List.of("system", "user")));
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void thereAreSixHundredPrompts(Dataset dataset) {
        assertThat(dataset.prompts()).hasSize(600);
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void eachPromptAsksForAtMostAHundredTokens(Dataset dataset) {
        assertThat(dataset.prompts())
                .allSatisfy(prompt -> assertThat(prompt.maxTokens()).hasValue(100));
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void eachPromptIsFortyToSixtyTokensLongAndAboutFiftyOnAverage(Dataset dataset) {
        List<Integer> counts = dataset.prompts().stream()
                .map(prompt -> prompt.promptTokens().orElseThrow())
                .toList();

        assertThat(counts).allMatch(count -> count >= 40 && count <= 60);
        assertThat(counts.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isBetween(48.0, 52.0);
    }

    @Test
    void noTextComesTwiceNotEvenInTheOtherFile() {
        assertThat(datasets().flatMap(dataset -> dataset.prompts().stream()).map(ShippedDatasetsTest::task))
                .hasSize(1200)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void noTwoPromptsShareALongOpeningThatAPrefixCacheCouldServe(Dataset dataset) {
        List<String> sorted = dataset.prompts().stream()
                .map(prompt -> String.join("", contents(prompt)))
                .sorted()
                .toList();

        // In sorted order the two texts with the longest common opening are neighbours.
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i)).doesNotStartWith(opening(sorted.get(i - 1)));
        }
    }

    @ParameterizedTest
    @CsvSource({"50_500,200,41,60", "500_100,60,495,547", "2000_200,15,2067,2116"})
    void theOthersHoldWhatTheirNamesSay(String lengths, int count, int least, int most) {
        for (String kind : List.of("full", "chat")) {
            Dataset dataset = load("datasets/llama4/prompts_" + kind + "_" + lengths + ".jsonl");

            int output = Integer.parseInt(lengths.substring(lengths.indexOf('_') + 1));
            assertThat(dataset.isChat()).isEqualTo(kind.equals("chat"));
            assertThat(dataset.prompts()).hasSize(count).allSatisfy(prompt -> {
                assertThat(prompt.maxTokens()).hasValue(output);
                assertThat(prompt.promptTokens().orElseThrow()).isBetween(least, most);
            });
            assertThat(dataset.prompts().stream().map(ShippedDatasetsTest::task))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theConversationsHaveTwoToFourTurnsThatAllDiffer() {
        Dataset dataset = Datasets.load(
                "datasets/llama4/prompts_conversations_50_100.jsonl",
                Path.of(""),
                ShippedDatasetsTest.class.getClassLoader(),
                DatasetOptions.ofDefaults().withConversations(true));

        assertThat(dataset.prompts()).hasSize(200).allSatisfy(prompt -> {
            assertThat(((Conversation) prompt).turns()).hasSizeBetween(2, 4).doesNotHaveDuplicates();
            assertThat(prompt.maxTokens()).hasValue(100);
            assertThat(prompt.promptTokens().orElseThrow()).isBetween(41, 59);
        });
    }

    private static String opening(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_COMMON_OPENING));
    }

    private static String task(Prompt prompt) {
        List<String> contents = contents(prompt);
        return contents.get(contents.size() - 1);
    }

    private static List<String> contents(Prompt prompt) {
        return prompt instanceof TextPrompt text
                ? List.of(text.text())
                : ofMessages(prompt, message -> message.path("content").asText());
    }

    private static List<String> roles(Prompt prompt) {
        return ofMessages(prompt, message -> message.path("role").asText());
    }

    private static List<String> ofMessages(Prompt prompt, Function<JsonNode, String> field) {
        return StreamSupport.stream(((ChatPrompt) prompt).messages().spliterator(), false)
                .map(field)
                .toList();
    }

    private static Dataset full() {
        return load("datasets/llama4/prompts_full_50_100.jsonl");
    }

    private static Dataset chat() {
        return load("datasets/llama4/prompts_chat_50_100.jsonl");
    }

    private static Dataset load(String location) {
        return Datasets.load(location, Path.of(""), ShippedDatasetsTest.class.getClassLoader());
    }
}
