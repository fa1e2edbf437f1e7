package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.dataset.trace.TraceTable;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from traces in the layouts in which they are published. */
class TracesTest {
    private static final DatasetOptions OPTIONS = DatasetOptions.ofDefaults();
    private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String BURSTGPT = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "mooncake.jsonl,MOONCAKE",
        "mooncake-conversation.jsonl,MOONCAKE",
        "bailian.jsonl,BAILIAN",
        "azure-2023.csv,AZURE_LLM",
        "azure-2024.csv,AZURE_LLM",
        "burstgpt.csv,BURSTGPT"
    })
    void eachIsRecognisedByItsContent(String file, DatasetFormat format) {
        Dataset dataset = excerpt(file);

        assertThat(dataset.format()).isEqualTo(format);
        assertThat(dataset.trace()).isPresent();
        assertThat(dataset.isChat()).isFalse();
        assertThat(dataset.isInMemory()).isFalse();
    }

    @Test
    void theTimesOfMooncakeAreMilliseconds() {
        assertThat(times(excerpt("mooncake.jsonl"))).containsExactly(0L, 0L, 140_000L, 260_000L, 500_000L, 1_000_000L);
    }

    @Test
    void theTimesOfBailianAreSeconds() {
        assertThat(times(excerpt("bailian.jsonl"))).containsExactly(0L, 57_000L, 1_250_500L, 1_250_500L, 4_111_000L);
    }

    @Test
    void aHashIdOfBailianStandsForSixteenTokens() {
        Dataset dataset = excerpt("bailian.jsonl");
        List<String> texts = texts(dataset);

        assertThat(dataset.prompts())
                .extracting(prompt -> prompt.promptTokens().orElseThrow())
                .containsExactly(40, 32, 57, 9, 16);
        for (Prompt prompt : dataset.prompts()) {
            assertThat(Tokenizer.o200kBase().count(text(prompt)))
                    .isEqualTo(prompt.promptTokens().orElseThrow());
        }
        assertThat(texts.get(0)).startsWith(texts.get(1) + " ");
        assertThat(texts.get(2)).startsWith(texts.get(1) + " ");
        assertThat(texts.get(1)).startsWith(texts.get(4) + " ");
        assertThat(commonWords(texts.get(0), texts.get(3))).isLessThan(9);
    }

    @Test
    void theCheckFindsRepeatedPromptsOfBailian() throws IOException {
        String row = "{\"chat_id\": %d, \"parent_chat_id\": -1, \"timestamp\": %d.5, \"input_length\": 33,"
                + " \"output_length\": 1, \"type\": \"text\", \"turn\": 1, \"hash_ids\": [1, 2, %d]}\n";
        Path file = Files.writeString(
                directory.resolve("bailian"), row.formatted(1, 0, 3) + row.formatted(2, 1, 3) + row.formatted(3, 2, 4));

        assertThat(DatasetCheck.of(file.toString(), directory, getClass().getClassLoader())
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void theTimesOfAzureAreDatesToTheTenthOfAMicrosecond() {
        assertThat(times(excerpt("azure-2023.csv"))).containsExactly(0L, 4_314_579L, 4_541_877L, 4_710_427L);
    }

    @Test
    void theTimesOfAzureMayHaveAnOffsetAndNoFraction() {
        // The last one is at half past one second after midnight, UTC.
        assertThat(times(excerpt("azure-2024.csv"))).containsExactly(0L, 7_405L, 990_070L, 1_490_070L);
    }

    @Test
    void theTimesOfBurstGptAreSecondsFromTheFirstRequest() {
        assertThat(times(excerpt("burstgpt.csv"))).containsExactly(0L, 40_000_000L, 113_500_000L);
    }

    @Test
    void whatFailedHasNoAnswerAndIsLeftOutAndCounted() {
        Dataset dataset = excerpt("burstgpt.csv");

        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("1", "2", "4");
        assertThat(dataset.notes()).anyMatch(note -> note.startsWith("2 requests left out: no input or output tokens"));
    }

    @Test
    void aPromptHasExactlyTheTokensOfItsRequestAndAsksForThoseOfItsAnswer() {
        for (String file : List.of("mooncake.jsonl", "azure-2023.csv", "burstgpt.csv")) {
            Dataset dataset = excerpt(file);
            for (int i = 0; i < dataset.prompts().size(); i++) {
                Prompt prompt = dataset.prompts().get(i);
                TraceTable said = dataset.trace().orElseThrow().table();

                assertThat(Tokenizer.o200kBase().count(text(prompt))).isEqualTo(said.inputTokens(i));
                assertThat(prompt.promptTokens()).hasValue(said.inputTokens(i));
                assertThat(prompt.maxTokens()).hasValue(said.outputTokens(i));
            }
        }
    }

    @Test
    void withoutATokenizerAWordIsAToken() {
        Dataset dataset = excerpt("mooncake.jsonl", OPTIONS.withTokenizer(Tokenizer.estimate()));

        assertThat(text(dataset.prompts().get(0)).split(" ")).hasSize(1_300);
        assertThat(dataset.prompts().get(0).promptTokens()).hasValue(1_300);
        assertThat(dataset.notes()).anyMatch(note -> note.contains("estimated at one token per word"));
    }

    @Test
    void theSameHashIdGivesTheSameText() {
        List<String> texts = texts(excerpt("mooncake.jsonl"));

        assertThat(texts.get(0)).isEqualTo(texts.get(4)).startsWith(texts.get(1) + " ");
        assertThat(commonWords(texts.get(0), texts.get(2))).isEqualTo(512);
        assertThat(commonWords(texts.get(0), texts.get(3))).isLessThan(16);
    }

    @Test
    void promptsWithoutHashIdsShareNothing() {
        List<String> texts = texts(excerpt("azure-2023.csv"));

        assertThat(commonWords(texts.get(0), texts.get(1))).isLessThan(16);
    }

    @Test
    void theSameSeedGivesTheSameTextsAndAnotherOthers() {
        Dataset once = excerpt("mooncake.jsonl", OPTIONS.withSeed(7));
        Dataset again = excerpt("mooncake.jsonl", OPTIONS.withSeed(7));
        List<String> backwards = IntStream.iterate(5, i -> i >= 0, i -> i - 1)
                .mapToObj(i -> text(again.prompts().get(i)))
                .toList();

        assertThat(texts(once)).containsExactlyInAnyOrderElementsOf(backwards);
        assertThat(texts(once)).doesNotContainAnyElementsOf(texts(excerpt("mooncake.jsonl", OPTIONS.withSeed(8))));
    }

    @Test
    void aVocabularyThatSplitsWordsHasItsTokensUpToAWordAndIsCounted() {
        Dataset dataset = excerpt("mooncake.jsonl", OPTIONS.withTokenizer(new Halves()));
        int[] said = {1_300, 1_024, 700, 120, 1_300, 513};

        for (int i = 0; i < said.length; i++) {
            int counted = new Halves().count(text(dataset.prompts().get(i)));
            assertThat(counted).isCloseTo(said[i], within(3));
            assertThat(dataset.prompts().get(i).promptTokens()).hasValue(counted);
        }
        assertThat(commonWords(texts(dataset).get(0), texts(dataset).get(2))).isGreaterThan(150);
    }

    @Test
    void aWindowCutsTheTraceAndBeginsItsTimeAnew() {
        Dataset dataset = excerpt(
                "mooncake.jsonl", OPTIONS.withWindow(Duration.ofMillis(100), Optional.of(Duration.ofMillis(500))));

        assertThat(times(dataset)).containsExactly(40_000L, 160_000L);
        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("3", "4");
        assertThat(dataset.trace().orElseThrow().length()).isEqualTo(Duration.ofMillis(400));
        assertThat(dataset.notes()).contains("4 requests outside its window");
    }

    @Test
    void aTraceThatEndsWithinItsWindowLastsAsLongAsItself() {
        Dataset dataset =
                excerpt("mooncake.jsonl", OPTIONS.withWindow(Duration.ZERO, Optional.of(Duration.ofHours(1))));

        assertThat(dataset.trace().orElseThrow().length()).isEqualTo(Duration.ofMillis(1_001));
    }

    @Test
    void aWindowWithoutARequestIsRefused() {
        assertThatThrownBy(() -> excerpt(
                        "mooncake.jsonl",
                        OPTIONS.withWindow(Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(2)))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("no request between")
                .hasMessageContaining("traceWindow");
    }

    @Test
    void requestsALittleOutOfTheirOrderArePutIntoIt() throws IOException {
        Dataset dataset = read(BURSTGPT + "10,m,1,1,2,a\n12,m,2,1,3,a\n11,m,3,1,4,a\n12,m,4,1,5,a\n");

        assertThat(times(dataset)).containsExactly(0L, 1_000_000L, 2_000_000L, 2_000_000L);
        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("1", "3", "2", "4");
    }

    @Test
    void theIdsOfRequestsOutOfTheirOrderGoWithThem() throws IOException {
        Dataset dataset = read(mooncake(0, 5, "[1]")
                + mooncake(2_000, 6, "[2]")
                + mooncake(1_000, 7, "[3]")
                + mooncake(3_000, 7, "[3]"));

        assertThat(text(dataset.prompts().get(1)))
                .isEqualTo(text(dataset.prompts().get(3)))
                .isNotEqualTo(text(dataset.prompts().get(2)));
    }

    @Test
    void requestsFarOutOfTheirOrderAreRefused() throws IOException {
        StringBuilder rows = new StringBuilder(BURSTGPT);
        IntStream.range(0, TraceTable.MOST_BEHIND + 2)
                .forEach(i -> rows.append(100 + i).append(",m,1,1,2,a\n"));

        assertRefused(rows + "100.5,m,1,1,2,a\n")
                .hasMessageContaining("line 1028 arrived before more than 1024 requests")
                .hasMessageContaining("sort the file");
    }

    @Test
    void aRequestBeforeTheFirstIsRefused() throws IOException {
        assertRefused(BURSTGPT + "10,m,1,1,2,a\n9,m,2,1,3,a\n")
                .hasMessageContaining("line 3 arrived before the first request");
    }

    @Test
    void manyRequestsAreHeldAsTheyCame() throws IOException {
        StringBuilder rows = new StringBuilder(BURSTGPT);
        IntStream.range(0, 5_000)
                .forEach(i -> rows.append(i).append(",m,").append(1 + i % 9).append(",1,2,a\n"));
        Dataset dataset = read(rows.toString());

        assertThat(times(dataset))
                .isEqualTo(
                        LongStream.range(0, 5_000).mapToObj(i -> i * 1_000_000).toList());
        assertThat(dataset.prompts().get(4_999).id()).isEqualTo("5000");
    }

    @Test
    void theFormatCanBeGiven() throws IOException {
        assertRefused(AZURE + "2023-11-16 18:15:46,1,1\n", OPTIONS.withFormat(DatasetFormat.BURSTGPT))
                .hasMessageContaining("line 2 \"Timestamp\" is a text");
    }

    @Test
    void aLineWithAPromptIsNoTrace() throws IOException {
        assertThat(read("{\"prompt\": \"a\", \"timestamp\": 1, \"input_length\": 1, \"output_length\": 1}\n")
                        .trace())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-1", "\"soon\"", "null", "1e999999999", "[1]", "99999999999999999999"})
    void whatIsNoTimeIsToldWithItsLine(String time) throws IOException {
        assertRefused(
                        mooncake(0, 5, "[1]") + "{\"timestamp\": " + time
                                + ", \"input_length\": 1, \"output_length\": 1}\n",
                        OPTIONS.withFormat(DatasetFormat.MOONCAKE))
                .hasMessageContaining("line 2 ");
    }

    @ParameterizedTest
    @CsvSource({
        "'2023-11-16 18:15:46,NaN,1',ContextTokens",
        "'2023-11-16 18:15:46,-5,1',ContextTokens",
        "'2023-11-16 18:15:46,1.5,1',ContextTokens",
        "'2023-11-16 18:15:46,99999999999,1',ContextTokens",
        "'2023-11-16 18:15:46,5,',GeneratedTokens",
        "'2023-11-16 18:15:46,5',GeneratedTokens",
        "'2023-11-31 18:15:46,5,5',TIMESTAMP",
        "'16.11.2023,5,5',TIMESTAMP",
        "',5,5',TIMESTAMP"
    })
    void aBadRowIsToldWithItsNumberAndColumn(String row, String column) throws IOException {
        assertRefused(AZURE + "2023-11-16 18:15:46,1,1\n" + row + "\n")
                .hasMessageContaining("line 3 \"" + column + "\" is ");
    }

    @Test
    void aColumnThatIsNotThereIsMissing() throws IOException {
        assertRefused("Timestamp,Request tokens\n5,6\n", OPTIONS.withFormat(DatasetFormat.BURSTGPT))
                .hasMessageContaining("line 2 \"Response tokens\" is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "'[1, 2]','has 2 ids, but a prompt of 5 tokens has 1 blocks of 512'",
        "'[1, 2]','MOONCAKE has 512 tokens per block, BAILIAN 16'",
        "'[\"a\"]',ids must be whole numbers",
        "'7',not an array"
    })
    void hashIdsThatDoNotFitAreRefused(String ids, String why) throws IOException {
        assertRefused(mooncake(0, 5, ids))
                .hasMessageContaining("line 1 \"hash_ids\" ")
                .hasMessageContaining(why);
    }

    @Test
    void aTraceOfFailedRequestsAloneIsRefused() throws IOException {
        assertRefused(BURSTGPT + "5,m,6,0,6,a\n").hasMessageContaining("has no request with input and output");
    }

    @Test
    void theCheckTellsRequestsSpanRateAndLengths() {
        DatasetCheck check =
                DatasetCheck.of("traces/mooncake.jsonl", directory, getClass().getClassLoader());

        assertThat(check.prompts()).isEqualTo(6);
        assertThat(check.duplicates()).isEqualTo(1);
        assertThat(check.tokens()).containsEntry(1_024, 3).containsEntry(512, 2).containsEntry(64, 1);
        assertThat(check.toString())
                .contains("Mooncake trace, 6 prompts")
                .contains("note: 6 requests in 1.001 s, 5.994 per second on average");
    }

    @Test
    void theCheckTellsProblemsOfATraceWithTheirLines() throws IOException {
        Path file = Files.writeString(directory.resolve("bad"), AZURE + "yesterday,1,1\n");

        assertThat(DatasetCheck.of(file.toString(), directory, getClass().getClassLoader()))
                .asString()
                .contains("line 2 \"TIMESTAMP\" is a text (\"yesterday\"), not a date with a time");
    }

    @Test
    void eachRequestIsHandedOutOnceInOrder() {
        TraceOrder order = new TraceOrder(excerpt("azure-2023.csv"), 1);

        assertThat(List.of(
                        order.next().id(),
                        order.next().id(),
                        order.next().id(),
                        order.next().id()))
                .containsExactly("1", "2", "3", "4");
        assertThat(order.hasNext()).isFalse();
    }

    @Test
    void saltPrecedesEachRequestOfATrace() {
        TraceOrder order = new TraceOrder(excerpt("mooncake.jsonl", OPTIONS.withSalt(true)), 1);
        Prompt first = order.next();
        Prompt second = order.next();

        assertThat(first.promptTokens()).hasValue(1_300 + Salt.TOKENS);
        assertThat(text(first).lines().findFirst())
                .isNotEqualTo(text(second).lines().findFirst());
    }

    /** A token for each two letters of a word. */
    private record Halves() implements Tokenizer {
        @Override
        public int count(String text) {
            int tokens = 0;
            for (String word : text.split(" ", -1)) {
                tokens += (word.length() + 1) / 2;
            }
            return tokens;
        }

        @Override
        public String name() {
            return "halves";
        }
    }

    private static String mooncake(long time, int input, String ids) {
        return "{\"timestamp\": " + time + ", \"input_length\": " + input + ", \"output_length\": 1, \"hash_ids\": "
                + ids + "}\n";
    }

    private Dataset excerpt(String file) {
        return excerpt(file, OPTIONS);
    }

    private Dataset excerpt(String file, DatasetOptions options) {
        return Datasets.load("classpath:traces/" + file, directory, getClass().getClassLoader(), options);
    }

    private Dataset read(String content) throws IOException {
        return read(content, OPTIONS);
    }

    private Dataset read(String content, DatasetOptions options) throws IOException {
        Path file = Files.writeString(directory.resolve("trace"), content);
        return Datasets.load(file.toString(), directory, getClass().getClassLoader(), options);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String content) throws IOException {
        return assertRefused(content, OPTIONS);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String content, DatasetOptions options) throws IOException {
        return assertThatThrownBy(() -> read(content, options)).isInstanceOf(DatasetException.class);
    }

    private static List<Long> times(Dataset dataset) {
        Trace trace = dataset.trace().orElseThrow();
        return IntStream.range(0, trace.requests()).mapToObj(trace::micros).toList();
    }

    private static List<String> texts(Dataset dataset) {
        return dataset.prompts().stream().map(TracesTest::text).toList();
    }

    private static String text(Prompt prompt) {
        return ((TextPrompt) prompt).text();
    }

    private static int commonWords(String one, String other) {
        String[] left = one.split(" ", -1);
        String[] right = other.split(" ", -1);
        int common = 0;
        while (common < Math.min(left.length, right.length) && left[common].equals(right[common])) {
            common++;
        }
        return common;
    }
}
