package dev.llmbench.dataset;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticPromptsTest {
    private static final Tokenizer EXACT = Tokenizer.o200kBase();

    @ParameterizedTest
    @ValueSource(strings = {"512±64", "512+-64", " 512 +/- 64 "})
    void lengthsAreUniformAboutTheirMeanAndExact(String prompt) {
        List<Prompt> prompts = make("synthetic:prompt=" + prompt + ",count=300,output=128");

        assertThat(prompts).hasSize(300).allSatisfy(made -> {
            assertThat(EXACT.count(text(made)))
                    .isEqualTo(made.promptTokens().orElseThrow())
                    .isBetween(448, 576);
            assertThat(made.maxTokens()).hasValue(128);
        });
        assertThat(mean(prompts)).isBetween(500.0, 524.0);
    }

    @Test
    void lengthsMayBeNormal() {
        List<Prompt> prompts = make("synthetic:prompt=100+-10,shape=normal,count=1000");

        double mean = mean(prompts);
        double variance = prompts.stream()
                .mapToDouble(prompt -> Math.pow(prompt.promptTokens().orElseThrow() - mean, 2))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(99.0, 101.0);
        assertThat(Math.sqrt(variance)).isBetween(9.0, 11.0);
        assertThat(prompts).allMatch(prompt -> prompt.maxTokens().isEmpty());
    }

    @Test
    void aShareOfThePromptsHasTheSameBeginningOfSoManyTokens() {
        List<Prompt> prompts = make("synthetic:prompt=64,prefix=40@0.8,count=500");

        long sharing =
                prompts.stream().collect(groupingBy(prompt -> opening(text(prompt)), counting())).values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElseThrow();
        assertThat(sharing).isBetween(370L, 430L);
        assertThat(prompts).allMatch(prompt -> EXACT.count(text(prompt)) == 64);
    }

    @Test
    void theSameDescriptionGivesTheSamePromptsAndAnotherSeedOthers() {
        String described = "synthetic:prompt=20+-5,count=50,seed=";

        assertThat(make(described + "1")).isEqualTo(make(described + "1")).isNotEqualTo(make(described + "2"));
    }

    @Test
    void theFirstPromptIsTheSameOnEveryJavaVersion() {
        assertThat(text(make("synthetic:prompt=6,seed=1").get(0))).isEqualTo("follow spell long paper play right");
    }

    @Test
    void withoutATokenizerAWordCountsAsATokenAndThatIsSaid() {
        Dataset dataset = SyntheticPrompts.make(
                "synthetic:prompt=30,count=2",
                DatasetOptions.ofDefaults().withTokenizer(Tokenizer.estimate()),
                1 << 20);

        assertThat(dataset.prompts()).allMatch(prompt -> EXACT.count(text(prompt)) == 30);
        assertThat(dataset.notes()).singleElement().asString().contains("estimated at one token per word");
    }

    @Test
    void aVocabularyThatSplitsWordsIsMetToo() {
        Tokenizer letters = new Tokenizer() {
            @Override
            public int count(String text) {
                return (text.length() + 1) / 2;
            }

            @Override
            public String name() {
                return "pairs of letters";
            }
        };
        Dataset dataset = SyntheticPrompts.make(
                "synthetic:prompt=200,count=20", DatasetOptions.ofDefaults().withTokenizer(letters), 1 << 20);

        assertThat(dataset.prompts())
                .allMatch(prompt ->
                        letters.count(text(prompt)) == prompt.promptTokens().orElseThrow())
                .allMatch(prompt -> Math.abs(letters.count(text(prompt)) - 200) <= 5);
    }

    @Test
    void eachWordIsOneToken() {
        assertThat(SyntheticPrompts.WORDS)
                .doesNotHaveDuplicates()
                .allMatch(word -> EXACT.count(word) == 1)
                .allMatch(word -> EXACT.count("a " + word) == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "synthetic: | \"\" is not an option",
                "synthetic:output=3 | prompt is missing",
                "synthetic:prompt=x | prompt has \"x\" instead of a number; write a whole number from 1 to",
                "synthetic:prompt=5±5 | can be 0 tokens",
                "synthetic:prompt=5,prompt=6 | prompt is given twice",
                "synthetic:prompt=5,shape=flat | shape = flat; write uniform",
                "synthetic:prompt=5,prefix=5 | leaves nothing of a prompt of 5 tokens",
                "synthetic:prompt=50,prefix=5@NaN | prefix has \"NaN\" instead of a fraction",
                "synthetic:prompt=5,salt=maybe | salt = maybe; write true or false",
                "synthetic:prompt=5,count=0 | count has \"0\" instead of a number",
            })
    void whatBreaksTheGrammarIsToldWithAnExample(String location, String told) {
        assertThatThrownBy(() -> make(location))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"" + location + "\": ")
                .hasMessageContaining(told)
                .hasMessageContaining("as in \"synthetic:prompt=512+-64,");
    }

    private static List<Prompt> make(String location) {
        return Datasets.load(location, Path.of(""), SyntheticPromptsTest.class.getClassLoader())
                .prompts();
    }

    private static String text(Prompt prompt) {
        return ((TextPrompt) prompt).text();
    }

    private static double mean(List<Prompt> prompts) {
        return prompts.stream()
                .mapToInt(prompt -> prompt.promptTokens().orElseThrow())
                .average()
                .orElseThrow();
    }

    private static String opening(String text) {
        return String.join(" ", List.of(text.split(" ", -1)).subList(0, 40));
    }
}
