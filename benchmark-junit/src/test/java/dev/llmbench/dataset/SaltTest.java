package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SaltTest {
    private static final Dataset ONE = new Dataset(
            "set",
            "/d/set",
            DatasetFormat.JSONL,
            List.of(new TextPrompt("1", "Why?", OptionalInt.empty(), OptionalInt.of(2))),
            List.of(),
            true);

    @Test
    void eachRequestOfASaltedDatasetBeginsWithOtherWords() {
        PromptOrder order = new PromptOrder(ONE, 3);

        assertThat(Stream.generate(order::next).limit(10_000).map(SaltTest::text))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.endsWith("\nWhy?"));
    }

    @Test
    void theSameSeedGivesTheSameWords() {
        assertThat(new PromptOrder(ONE, 3).next()).isEqualTo(new PromptOrder(ONE, 3).next());
        assertThat(new PromptOrder(ONE, 3).next()).isNotEqualTo(new PromptOrder(ONE, 4).next());
    }

    @Test
    void aSaltHasTenTokensWhichThePromptsCountIncludes() {
        Salt salt = new Salt(1);

        assertThat(IntStream.range(0, 1000)).allMatch(i -> Tokenizer.o200kBase().count(salt.words(i)) == Salt.TOKENS);
        assertThat(new PromptOrder(ONE, 3).next().promptTokens()).hasValue(2 + Salt.TOKENS);
    }

    @Test
    void goesToTheStartOfTheSystemsTextOrOfTheFirstMessage() {
        String salt = new Salt(1).words(0);

        assertThat(salted("{\"system\":\"s\",\"prompt\":\"a\"}")).contains("\"system\":\"" + escaped(salt) + "s\"");
        assertThat(salted(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]}"))
                .contains("\"content\":\"" + escaped(salt) + "a\"},{\"role\":\"user\",\"content\":\"b\"}");
    }

    @Test
    void isATextOfItsOwnBeforeAMessageOfManyKinds() {
        assertThat(salted("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}"))
                .contains("[{\"type\":\"text\",\"text\":\"" + escaped(new Salt(1).words(0))
                        + "\"},{\"type\":\"image_url\"}]");
    }

    private static String escaped(String salt) {
        return salt.replace("\n", "\\n");
    }

    private static String salted(String line) {
        Prompt prompt = PromptLine.of(1, StrictJson.parse(line)).prompt();
        return new String(StrictJson.bytes(PromptLine.normal(new Salt(1).apply(prompt, 0))), StandardCharsets.UTF_8);
    }

    private static String text(Prompt prompt) {
        return ((TextPrompt) prompt).text();
    }
}
