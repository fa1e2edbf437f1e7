package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one event says, in whatever shape servers put it. */
class ChunkReaderTest {
    private static final String GOOD = "{\"choices\":[{\"delta\":{\"content\":\"good\"}}]}";

    private final ChunkReader reader = new ChunkReader();
    private final List<String> output = new ArrayList<>();
    private final OutputListener listener = new OutputListener() {
        @Override
        public void content(String text) {
            output.add(text);
        }

        @Override
        public void reasoning(String text) {
            output.add("(" + text + ")");
        }
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"choices\":[{\"text\":\"a\"}]}",
                "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"refusal\":\"No\"}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\"}},{\"delta\":{\"content\":\"a\"}}]}"
            })
    void isOutput(String json) {
        assertThat(facts(json).content).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":{\"delta\":{\"content\":\"a\"}}}",
                "{\"choices\":[null,3,\"a\",[{\"delta\":{\"content\":\"a\"}}]]}",
                "{\"choices\":[{\"delta\":null}]}",
                "{\"choices\":[{\"delta\":[\"content\",\"a\"]}]}",
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"refusal\":null,\"tool_calls\":null}}]}",
                "{\"choices\":[{\"delta\":{\"content\":7}}]}",
                "{\"choices\":[{\"delta\":{\"content\":{\"text\":\"a\"}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"text\":\"\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"\"}}]}}]}",
                "{\"choices\":[{\"logprobs\":{\"content\":[{\"token\":\"a\",\"text\":\"a\"}]}}]}",
                "{\"nested\":{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}}",
                "{\"usage\":null}"
            })
    void isNoOutput(String json) {
        ChunkFacts facts = facts(json);
        assertThat(facts.content).isFalse();
        assertThat(facts.reasoning).isFalse();
        assertThat(facts.error).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoningIsOutputOfItsOwn(String field) {
        ChunkFacts facts = facts("{\"choices\":[{\"delta\":{\"content\":null,\"" + field + "\":\"Hm\"}}]}");
        assertThat(facts.reasoning).isTrue();
        assertThat(facts.content).isFalse();
        assertThat(output).containsExactly("(Hm)");
    }

    @Test
    void unknownFieldsAreSkippedHoweverDeepTheyAre() {
        String unknown = "{\"a\":[{\"b\":[[],{}]},1.5e3,true,null,\"]}\"]}";
        facts("{\"x\":" + unknown + ",\"choices\":[{\"y\":" + unknown + ",\"delta\":{\"z\":" + unknown
                + ",\"content\":\"a\"}}],\"w\":" + unknown + "}");
        assertThat(output).containsExactly("a");
    }

    @Test
    void escapesAndAllOfUnicodeComeThrough() {
        facts("{\"choices\":[{\"delta\":{\"content\":\"\\u00e4\\ud83d\\ude00\\n\\\"€😀\"}}]}");
        assertThat(output).containsExactly("ä😀\n\"€😀");
    }

    @Test
    void usageIsRead() {
        ChunkFacts facts = facts("{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":4,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":8,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}");
        assertThat(facts.promptTokens).isEqualTo(12);
        assertThat(facts.completionTokens).isEqualTo(4);
        assertThat(facts.cachedPromptTokens).isEqualTo(8);
        assertThat(facts.reasoningTokens).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "99999999999", "123456789012345678901234567890", "1e99", "4.0", "\"4\"", "null", "[]", "{}"
            })
    void aCountThatCannotBeOneIsUnknown(String number) {
        ChunkFacts facts = facts("{\"usage\":{\"completion_tokens\":" + number + ",\"prompt_tokens\":12}}");
        assertThat(facts.completionTokens).isEqualTo(Tokens.UNKNOWN);
        assertThat(facts.promptTokens).isEqualTo(12);
    }

    @Test
    void theLastFinishReasonAndTheLastUsageHold() {
        ChunkFacts facts = new ChunkFacts();
        assertThat(read("{\"choices\":[{\"finish_reason\":\"length\"}],\"usage\":{\"completion_tokens\":1}}", facts))
                .isNull();
        assertThat(read("{\"choices\":[{\"finish_reason\":null}],\"usage\":{\"completion_tokens\":2}}", facts))
                .isNull();
        assertThat(facts.finishReason).isEqualTo("length");
        assertThat(facts.completionTokens).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"oh\"}} | oh",
                "{\"error\":\"oh\"} | oh",
                "{\"object\":\"error\",\"message\":\"oh\",\"code\":40001} | oh",
                "{\"message\":\"oh\",\"object\":\"error\"} | oh"
            })
    void anErrorIsFoundInItsShapes(String json, String message) {
        assertThat(ErrorText.of(Objects.requireNonNull(facts(json).error))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":null}", "{\"error\":false}", "{\"object\":\"chat.completion.chunk\"}"})
    void noErrorIsNone(String json) {
        assertThat(facts(json).error).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "[DONE]",
                "{",
                "{\"choices\":",
                "{\"choices\":[{\"delta\":{\"content\":\"a",
                "{\"choices\":[}",
                "{\"a\":tru}",
                "{\"a\":01}",
                "{a:1}",
                "{'a':1}",
                "{} {}",
                "{}}",
                "{}x",
                "{} tr",
                "{} \"text",
                "{},",
                "{}7",
                "{\"choices\":[{\"delta\":{\"content\":\"a\nb\"}}]}"
            })
    void whatIsNotOneObjectHasAFlawAndTheNextEventIsReadAllTheSame(String json) {
        assertThat(read(json, new ChunkFacts())).isNotBlank();
        assertGoodIsRead();
    }

    @Test
    void blanksAroundTheObjectAreNoFlaw() {
        assertThat(read(" \t" + GOOD + " \n ", new ChunkFacts())).isNull();
        assertGoodIsRead();
    }

    @Test
    void twoThousandLevelsAreAFlawAndNoStackOverflow() {
        String deep = "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        assertThat(read(deep, new ChunkFacts())).isNotBlank();
        String deepObjects = "{\"choices\":".repeat(2_000) + "1" + "}".repeat(2_000);
        assertThat(read(deepObjects, new ChunkFacts())).isNotBlank();
        assertGoodIsRead();
    }

    @Test
    void bytesThatAreNoUtf8AreAFlaw() {
        for (int bad : new int[] {0x80, 0xC0, 0xC3, 0xE2, 0xF0, 0xF8, 0xFF}) {
            byte[] json = "{\"choices\":[{\"delta\":{\"content\":\"a#b\"}}]}".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < json.length; i++) {
                if (json[i] == '#') {
                    json[i] = (byte) bad;
                }
            }
            assertThat(reader.read(json, 0, json.length, new ChunkFacts(), listener))
                    .as("0x%x", bad)
                    .isNotBlank();
            assertGoodIsRead();
        }
    }

    @Test
    void aByteOrderMarkInsideAnEventIsAFlawOfTheFirstEventAsOfAnyOther() {
        String marked = "\uFEFF" + GOOD;
        assertThat(read(marked, new ChunkFacts())).isNotBlank();
        assertGoodIsRead();
        assertThat(read(marked, new ChunkFacts())).isNotBlank();
        assertThat(read(marked, new ChunkFacts())).isNotBlank();
        assertGoodIsRead();
    }

    @Test
    void onlyThePartOfTheArrayThatHoldsTheEventIsRead() {
        byte[] bytes = ("###" + GOOD + "###").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(bytes, 3, bytes.length - 3, new ChunkFacts(), listener))
                .isNull();
        assertThat(output).containsExactly("good");
    }

    private void assertGoodIsRead() {
        output.clear();
        for (int i = 0; i < 3; i++) {
            assertThat(read(GOOD, new ChunkFacts())).isNull();
        }
        assertThat(output).containsExactly("good", "good", "good");
    }

    private ChunkFacts facts(String json) {
        ChunkFacts facts = new ChunkFacts();
        assertThat(read(json, facts)).isNull();
        return facts;
    }

    private @Nullable String read(String json, ChunkFacts facts) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length, facts, listener);
    }
}
