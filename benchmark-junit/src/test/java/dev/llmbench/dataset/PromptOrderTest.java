package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptOrderTest {

    @Test
    void handsOutEachPromptOnceBeforeAnyComesAgain() {
        PromptOrder order = new PromptOrder(dataset(50), 7);

        for (int pass = 0; pass < 20; pass++) {
            assertThat(take(order, 50)).doesNotHaveDuplicates();
        }
    }

    @Test
    void shufflesEachPassAnew() {
        PromptOrder order = new PromptOrder(dataset(50), 7);

        assertThat(take(order, 50)).isNotEqualTo(take(order, 50));
    }

    @Test
    void givesTheSameOrderForASeedOnEveryJavaVersion() {
        assertThat(take(new PromptOrder(dataset(8), 42), 16))
                .containsExactly("4", "1", "7", "5", "3", "6", "2", "0", "7", "1", "2", "0", "4", "5", "3", "6");
    }

    @Test
    void givesAnotherOrderForAnotherSeed() {
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            orders.add(take(new PromptOrder(dataset(50), seed), 50));
        }

        assertThat(orders).hasSize(20);
    }

    @Test
    void letsEachPromptComeFirstAboutAsOftenOverTheSeeds() {
        int[] firsts = new int[10];
        for (int seed = 0; seed < 10_000; seed++) {
            firsts[Integer.parseInt(new PromptOrder(dataset(10), seed).next().id())]++;
        }

        // Binomial with mean 1000 and standard deviation 30.
        assertThat(IntStream.of(firsts).boxed()).allMatch(count -> count > 850 && count < 1150);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void neverHandsOutAPromptTwiceInARow(int size) {
        List<String> taken = take(new PromptOrder(dataset(size), 1), 1000 * size);

        assertThat(IntStream.range(1, taken.size())).noneMatch(i -> taken.get(i).equals(taken.get(i - 1)));
    }

    @Test
    void repeatsASinglePrompt() {
        assertThat(take(new PromptOrder(dataset(1), 1), 3)).containsExactly("0", "0", "0");
    }

    private static List<String> take(PromptOrder order, int count) {
        return Stream.generate(order::next).limit(count).map(Prompt::id).toList();
    }

    private static Dataset dataset(int size) {
        List<Prompt> prompts = IntStream.range(0, size)
                .<Prompt>mapToObj(i ->
                        new TextPrompt(Integer.toString(i), "Prompt " + i, OptionalInt.empty(), OptionalInt.empty()))
                .toList();
        return new Dataset("set", "/d/set.jsonl", prompts);
    }
}
