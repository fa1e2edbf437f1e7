package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.dataset.record.Records;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class DatasetReaderTest {

    @Test
    void readsATextWithItsLimitAndItsOwnCount() {
        Dataset dataset = read("{\"prompt\": \"Once upon a time\", \"max_tokens\": 100, \"prompt_tokens\": 4}");

        assertThat(dataset.prompts())
                .containsExactly(new TextPrompt("1", "Once upon a time", OptionalInt.of(100), OptionalInt.of(4)));
        assertThat(dataset.isChat()).isFalse();
    }

    @Test
    void readsAConversationAndLeavesItsMessagesAsTheyAre() {
        String messages =
                "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"name\":\"Ann\"}]";

        Dataset dataset = read("{\"messages\": " + messages + ", \"max_tokens\": 7}");

        ChatPrompt prompt = (ChatPrompt) dataset.prompts().get(0);
        assertThat(prompt.messages()).hasToString(messages);
        assertThat(prompt.maxTokens()).hasValue(7);
        assertThat(prompt.promptTokens()).isEmpty();
        assertThat(dataset.isChat()).isTrue();
    }

    @Test
    void aLineIsNamedByItsIdOrElseByItsNumberInTheFile() {
        Dataset dataset =
                read("{\"prompt\": \"a\"}", "", "{\"prompt\": \"b\", \"id\": \"second\"}", "{\"prompt\": \"c\"}");

        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("1", "second", "4");
    }

    @Test
    void aWholeNumberIsAnIdToo() {
        assertThat(read("{\"prompt\": \"a\", \"id\": 4711}").prompts().get(0).id())
                .isEqualTo("4711");
    }

    @Test
    void skipsBlankLines() {
        assertThat(read("", "  \t", "{\"prompt\": \"a\"}", "").prompts()).hasSize(1);
    }

    @Test
    void ignoresFurtherFields() {
        assertThat(read("{\"prompt\": \"a\", \"source\": {\"page\": 3}}").prompts())
                .hasSize(1);
    }

    @Test
    void takesNullForAFieldThatWasLeftOut() {
        Dataset dataset = read(
                "{\"id\": null, \"prompt\": \"a\", \"messages\": null, \"max_tokens\": null, \"prompt_tokens\": null}");

        assertThat(dataset.prompts())
                .containsExactly(new TextPrompt("1", "a", OptionalInt.empty(), OptionalInt.empty()));
    }

    @Test
    void toleratesAByteOrderMarkAndLineEndsOfWindows() {
        Dataset dataset = read("\uFEFF{\"prompt\": \"a\"}\r\n\r\n{\"prompt\": \"b\"}\r\n");

        assertThat(dataset.prompts()).extracting(Prompt::id).containsExactly("1", "3");
    }

    @Test
    void readsTextsBeyondAscii() {
        assertThat(read("{\"prompt\": \"Grüße 👋\"}").prompts())
                .extracting(prompt -> ((TextPrompt) prompt).text())
                .containsExactly("Grüße 👋");
    }

    @Test
    void refusesALineThatIsNotJsonWithItsColumn() {
        assertRefused("{\"prompt\": \"a\"}", "{\"prompt\": oops}")
                .hasMessageContaining("line 2 is not JSON at column 12: Unrecognized token 'oops'")
                .hasMessageContaining("; write one JSON object per line, such as " + PromptLine.EXAMPLE);
    }

    @Test
    void refusesALineThatStopsInTheMiddle() {
        assertRefused("{\"prompt\": \"a\"")
                .hasMessageContaining("line 1 is not JSON at column 15: Unexpected end-of-input");
    }

    @Test
    void refusesTwoObjectsInALine() {
        assertRefused("{\"prompt\": \"a\"} {\"prompt\": \"b\"}").hasMessageContaining("line 1 is not JSON at column");
    }

    @Test
    void refusesAFieldGivenTwice() {
        assertRefused("{\"prompt\": \"a\", \"prompt\": \"b\"}")
                .hasMessageContaining("line 1 is not JSON at column")
                .hasMessageContaining("Duplicate field 'prompt'");
    }

    @Test
    void refusesALineThatIsNotAnObject() {
        assertRefused("[\"a\", \"b\"]")
                .hasMessageContaining("line 1 is an array ([\"a\",\"b\"]), not an object; write one");
    }

    @Test
    void refusesALineWithNeitherPromptNorMessages() {
        assertRefused("{\"txt\": \"a\"}")
                .hasMessageContaining("line 1 has neither \"prompt\" nor \"messages\"; give it");
    }

    @Test
    void refusesALineWithBothPromptAndMessages() {
        assertRefused("{\"prompt\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"b\"}]}")
                .hasMessageContaining("line 1 has both \"prompt\" and \"messages\"; keep");
    }

    @Test
    void refusesAPromptThatIsNoText() {
        assertRefused("{\"prompt\": [1, 2]}")
                .hasMessageContaining("line 1 \"prompt\" is an array ([1,2]), not a text; ");
    }

    @Test
    void refusesAnEmptyPrompt() {
        assertRefused("{\"prompt\": \" \"}").hasMessageContaining("line 1 \"prompt\" is empty; ");
    }

    @Test
    void refusesMessagesThatAreNoArray() {
        assertRefused("{\"messages\": \"Hi\"}")
                .hasMessageContaining("line 1 \"messages\" is a text (\"Hi\"), not an array; write [{");
    }

    @Test
    void refusesMessagesWithoutAMessage() {
        assertRefused("{\"messages\": []}").hasMessageContaining("line 1 \"messages\" is empty; ");
    }

    @Test
    void refusesAMessageThatIsNoObject() {
        assertRefused("{\"messages\": [{\"role\": \"user\"}, \"Hi\"]}")
                .hasMessageContaining("line 1 \"messages\"[1] is a text (\"Hi\"), not an object; write {");
    }

    @Test
    void refusesAMessageWithoutARole() {
        assertRefused("{\"messages\": [{\"content\": \"Hi\"}]}")
                .hasMessageContaining("line 1 \"messages\"[0] has no \"role\"; ");
    }

    @Test
    void refusesAMessageWhoseRoleIsNoText() {
        assertRefused("{\"messages\": [{\"role\": 1}]}")
                .hasMessageContaining("line 1 \"messages\"[0] has a \"role\" that is a number (1); ");
    }

    @Test
    void refusesALimitThatIsNotAPositiveInteger() {
        assertRefused(
                        "{\"prompt\": \"a\", \"max_tokens\": 0}",
                        "{\"prompt\": \"a\", \"max_tokens\": -5}",
                        "{\"prompt\": \"a\", \"max_tokens\": 1.5}",
                        "{\"prompt\": \"a\", \"max_tokens\": \"100\"}",
                        "{\"prompt\": \"a\", \"max_tokens\": 3000000000}")
                .hasMessageContaining(
                        "line 1 \"max_tokens\" is 0, not a positive integer; write a whole number from 1 to")
                .hasMessageContaining("line 2 \"max_tokens\" is -5, not")
                .hasMessageContaining("line 3 \"max_tokens\" is a number (1.5), not")
                .hasMessageContaining("line 4 \"max_tokens\" is a text (\"100\"), not")
                .hasMessageContaining("line 5 \"max_tokens\" is a number (3000000000), not");
    }

    @Test
    void refusesACountThatIsNotAPositiveInteger() {
        assertRefused("{\"prompt\": \"a\", \"prompt_tokens\": 0}")
                .hasMessageContaining("line 1 \"prompt_tokens\" is 0, not a positive integer; ");
    }

    @Test
    void refusesAnIdThatIsNeitherTextNorANumber() {
        assertRefused("{\"prompt\": \"a\", \"id\": [1]}")
                .hasMessageContaining("line 1 \"id\" is an array ([1]), neither text nor a whole number; ");
    }

    @Test
    void refusesAnEmptyId() {
        assertRefused("{\"prompt\": \"a\", \"id\": \"\"}").hasMessageContaining("line 1 \"id\" is empty; ");
    }

    @Test
    void refusesAnIdThatAnEarlierLineHas() {
        assertRefused("{\"prompt\": \"a\", \"id\": \"x\"}", "{\"prompt\": \"b\", \"id\": \"x\"}")
                .hasMessageContaining("line 2 has the \"id\" \"x\" of line 1; give each line a unique id");
    }

    @Test
    void refusesAnIdThatIsTheNumberOfALineWithoutOne() {
        assertRefused("{\"prompt\": \"a\", \"id\": \"2\"}", "{\"prompt\": \"b\"}")
                .hasMessageContaining(
                        "line 2 can't be distinguished from line 1: the number of one is the \"id\" \"2\"");
    }

    @Test
    void refusesMixedKindsOnceAndNamesBothLines() {
        assertRefused(
                        "",
                        "{\"prompt\": \"a\"}",
                        "{\"messages\": [{\"role\": \"user\"}]}",
                        "{\"messages\": [{\"role\": \"user\"}]}")
                .hasMessageContaining("has a bad line:")
                .hasMessageContaining("line 3 has \"messages\", but line 2 has \"prompt\"; put texts and conversations")
                .hasMessageNotContaining("line 4");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 = "{\"prompt\": \"a\"}\n{\"prompt\": \"Grüße\"}\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("line 2 has bytes that are not UTF-8; save the file in UTF-8");
    }

    @Test
    void refusesALineBeyondTheLimitAndReadsOn() {
        String tooLong = "{\"prompt\": \"" + "a".repeat(Records.MAX_BYTES) + "\"}";

        assertRefused(tooLong, "{\"prompt\": 1}")
                .hasMessageContaining("line 1 is longer than 16777216 bytes, the maximum for a line; ")
                .hasMessageContaining("line 2 \"prompt\" is a number (1)");
    }

    @Test
    void readsALineJustWithinTheLimit() {
        String longest = "{\"prompt\": \"" + "a".repeat(Records.MAX_BYTES - 14) + "\"}";

        assertThat(longest).hasSize(Records.MAX_BYTES);
        assertThat(read(longest).prompts()).hasSize(1);
    }

    @Test
    void refusesAFileWithoutAnyPrompt() {
        assertRefused("", " ")
                .hasMessageStartingWith("dataset = \"/d/set.jsonl\" has no prompt; write one JSON object");
    }

    @Test
    void reportsTheFirstTenBadLinesAndTheNumberOfTheOthers() {
        String[] lines = IntStream.range(0, 13).mapToObj(i -> "{}").toArray(String[]::new);

        assertRefused(lines)
                .hasMessageStartingWith("dataset = \"/d/set.jsonl\" has 13 bad lines:\n  line 1 has neither")
                .hasMessageContaining("\n  line 10 has neither")
                .hasMessageNotContaining("line 11")
                .hasMessageEndingWith("\n  and 3 more");
    }

    @Test
    void shortensAValueThatItShows() {
        assertRefused("{\"prompt\": [" + "1,".repeat(500) + "1]}")
                .hasMessageContaining("is an array ([1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1...), not a text");
    }

    @Test
    void saysSoWhenTheFileCannotBeRead() {
        DatasetSource source = new DatasetSource("set", "/d/set.jsonl", () -> {
            throw new IOException("the disk is gone");
        });

        assertThatThrownBy(() -> DatasetReader.read(source, DatasetOptions.ofDefaults()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(
                        "dataset = \"/d/set.jsonl\" can't be read: java.io.IOException: the disk is gone;")
                .hasCauseInstanceOf(IOException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String... lines) {
        return assertThatThrownBy(() -> read(lines))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"/d/set.jsonl\" has ");
    }

    private static Dataset read(String... lines) {
        return read(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static Dataset read(byte[] content) {
        return DatasetReader.read(
                new DatasetSource("set", "/d/set.jsonl", () -> new ByteArrayInputStream(content)),
                DatasetOptions.ofDefaults());
    }
}
