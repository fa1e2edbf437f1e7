package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Prompt;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dataset that does not fit into the memory it may have is read as one that does. */
class PromptStoreTest {
    private static final String LINES = IntStream.range(0, 5000)
            .mapToObj(
                    i -> "{\"prompt\": \"Grüße " + i + " 👋\", \"temperature\": 0.50, \"max_tokens\": " + (i + 1) + "}")
            .collect(Collectors.joining("\n"));

    @Test
    void aLargeDatasetGivesTheSamePromptsAsIfItWereSmall() {
        List<Prompt> large = read(1 << 16).prompts();

        assertThat(large)
                .isInstanceOf(SpilledPrompts.class)
                .isEqualTo(read(1 << 30).prompts());
    }

    @Test
    void theSameSeedGivesTheSameRequestsByteForByteHoweverItIsKept() {
        assertThat(requests(read(1 << 16), 42)).isEqualTo(requests(read(1 << 30), 42));
        assertThat(requests(read(1 << 16), 42)).isNotEqualTo(requests(read(1 << 16), 43));
    }

    @Test
    void whoReadsIsNotHarmedByAnInterrupt() {
        Dataset large = read(1 << 16);

        Thread.currentThread().interrupt();
        try {
            assertThat(large.prompts().get(4999).maxTokens()).hasValue(5000);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(large.prompts().get(0).maxTokens()).hasValue(1);
    }

    @Test
    void badLinesOfALargeDatasetAreToldByTheirNumber() {
        byte[] content = (LINES + "\n{}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> DatasetReader.read(source(content), DatasetOptions.ofDefaults(), 1 << 16))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 5001 has neither");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 64})
    void offsetsOfManyRecordsAreKnownByTheirNeighbours(int most) {
        Offsets offsets = new Offsets(most);
        IntStream.range(0, 1000).forEach(i -> offsets.add(10L * i));

        assertThat(IntStream.range(0, 1000)).allSatisfy(i -> {
            int before = offsets.indexBefore(i);
            assertThat(offsets.before(i)).isEqualTo(10L * before);
            assertThat(i - before).isBetween(0, 2 * 1000 / most);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 1000, 70_000})
    void anOrderThatIsComputedHasEachNumberOnce(int size) {
        PassOrder order = new PermutedPass(size, new Random(1));

        assertThat(IntStream.range(0, size).map(order::at).sorted().toArray())
                .isEqualTo(IntStream.range(0, size).toArray());
    }

    @Test
    void anOrderThatIsComputedStartsEachPassWithAnotherThanTheLast() {
        Set<List<Integer>> passes = new HashSet<>();
        PassOrder order = new PermutedPass(3, new Random(5));
        int last = -1;
        for (int pass = 0; pass < 200; pass++) {
            List<Integer> taken =
                    Stream.of(order.at(0), order.at(1), order.at(2)).toList();
            assertThat(taken).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(taken.get(0)).isNotEqualTo(last);
            last = taken.get(2);
            passes.add(taken);
            order.again();
        }
        assertThat(passes).hasSize(6);
    }

    private static List<String> requests(Dataset dataset, long seed) {
        PromptOrder order = new PromptOrder(dataset, seed);
        return Stream.generate(order::next)
                .limit(12_000)
                .map(prompt -> new String(StrictJson.bytes(PromptLine.normal(prompt)), StandardCharsets.UTF_8))
                .toList();
    }

    private static Dataset read(long memory) {
        return DatasetReader.read(source(LINES.getBytes(StandardCharsets.UTF_8)), DatasetOptions.ofDefaults(), memory);
    }

    private static DatasetSource source(byte[] content) {
        return new DatasetSource("set", "/d/set.jsonl", () -> new ByteArrayInputStream(content));
    }
}
