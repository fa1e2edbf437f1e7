package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static dev.llmbench.openai.Reading.responses;
import static dev.llmbench.openai.Reading.usage;
import static dev.llmbench.openai.Reading.whole;
import static dev.llmbench.sample.ReadingNote.Kind.NOTHING_SHOWN;
import static dev.llmbench.sample.ReadingNote.Kind.UNKNOWN_FIELDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.ReadingNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output in whatever fields servers put it: counted once, and never passed over in silence. */
class OutputShapesTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}",
                "{\"content\":[{\"text\":\"a\",\"type\":\"output_text\"}]}",
                "{\"content\":[\"a\"]}",
                "{\"content\":[{\"type\":\"refusal\",\"refusal\":\"No\"}]}",
                "{\"content\":[{\"type\":\"audio\",\"audio\":{\"data\":\"AAAA\"}}]}",
                "{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:AAAA\"}}]}",
                "{\"audio\":{\"id\":\"a1\",\"data\":\"AAAA\"}}",
                "{\"audio\":{\"id\":\"a1\",\"transcript\":\"a\"}}",
                "{\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:AAAA\"}}]}",
                "{\"refusal\":\"No\"}",
                "{\"tool_calls\":[{\"index\":0,\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"custom\":{\"input\":\"x\"}}]}",
                "{\"tool_calls\":[{\"id\":\"c\",\"type\":\"web_search\",\"web_search\":{\"query\":\"x\"}}]}",
                "{\"tool_calls\":[{\"function\":{\"arguments\":{\"city\":\"Bonn\"}}}]}",
                "{\"tool_calls\":[{\"name\":\"f\"}]}",
            })
    void isContent(String delta) {
        Reading reading = chat(delta(delta), STOP, DONE);
        assertThat(reading.outcome()).isEqualTo("ok");
        assertThat(reading.answer.firstContent).isEqualTo(10);
        assertThat(reading.answer.firstReasoning).isEqualTo(Moments.ABSENT);
        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]}",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\"}]}",
                "{\"content\":[{\"type\":\"reasoning\",\"text\":\"Hm\"}]}",
                "{\"content\":[{\"text\":\"Hm\",\"type\":\"reasoning\"}]}",
                "{\"content\":\"\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Hm\",\"signature\":\"s\"}]}",
                "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"Hm\"}]}",
                "{\"thinking\":\"Hm\"}",
                "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\"}]}",
                "{\"reasoning\":{\"content\":\"Hm\"}}",
            })
    void isReasoning(String delta) {
        Reading reading = chat(delta(delta), content("a"), STOP, DONE);
        assertThat(reading.answer.firstReasoning).isEqualTo(10);
        assertThat(reading.answer.firstContent).isEqualTo(20);
        assertThat(reading.text.said()).isEqualTo("a");
        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"AAAA\"}]}",
                "{\"role\":\"assistant\",\"content\":[]}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"\"}]}",
                "{\"audio\":{\"id\":\"a1\",\"expires_at\":7}}",
                "{\"annotations\":[{\"url\":\"https://a\"}]}",
                "{\"extra_content\":{\"google\":{\"thought_signature\":\"AAAA\"}}}",
            })
    void isNone(String delta) {
        Reading reading = chat(delta(delta), content("a"), STOP, DONE);
        assertThat(reading.answer.chunks).isEqualTo(1);
        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.custom_tool_call_input.delta",
                "response.mcp_call_arguments.delta",
                "response.audio.delta",
                "response.audio.transcript.delta",
                "response.refusal.delta"
            })
    void theResponsesApiHasItsOwnNames(String type) {
        Reading reading = responses("{\"type\":\"" + type + "\",\"delta\":\"a\"}");
        assertThat(reading.answer.firstContent).isEqualTo(10);
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void textInFieldsThatAreNotKnownIsOutputAndIsNoted() {
        Reading reading = chat(
                delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                delta("{\"musings\":\"Hm\"}"),
                delta("{\"musings\":{\"more\":[\"Hm\"]}}"),
                content("a"),
                STOP,
                DONE);
        assertThat(reading.answer.firstContent).isEqualTo(20);
        assertThat(reading.answer.chunks).isEqualTo(3);
        assertThat(reading.answer.notes()).containsExactly(new ReadingNote(UNKNOWN_FIELDS, "delta.musings"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":{\"text\":\"a\"}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"poem\",\"poem\":\"a\"}]}}]}",
                "{\"delta\":{\"song\":\"a\"}}",
            })
    void whateverComesNextIsNoted(String event) {
        assertThat(chat(event, STOP, DONE).noted()).containsExactly(UNKNOWN_FIELDS);
        assertThat(chat(event, STOP, DONE).outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"response\":\"a\"}]} | choices.response",
                "{\"response\":\"a\",\"choices\":[{\"index\":0}]} | response",
            })
    void whereNoOutputWasSeenTheFieldsOfAnyTextAreNamed(String eventAndField) {
        String[] parts = eventAndField.split(" \\| ", -1);
        Reading counted = chat(parts[0], STOP, usage("\"completion_tokens\":1"), DONE);
        assertThat(counted.outcome()).isEqualTo("ok");
        assertThat(counted.answer.notes()).containsExactly(new ReadingNote(NOTHING_SHOWN, parts[1]));

        Reading uncounted = chat(parts[0], STOP, DONE);
        assertThat(uncounted.outcome()).isEqualTo("empty");
        assertThat(uncounted.error()).endsWith("text in " + parts[1]);
    }

    @Test
    void soItIsInTheResponsesApiAndInWholeAnswers() {
        assertThat(responses("{\"type\":\"response.song.delta\",\"delta\":\"a\"}")
                        .answer
                        .notes())
                .containsExactly(new ReadingNote(UNKNOWN_FIELDS, "response.song.delta"));
        Reading whole = whole("{\"choices\":[{\"message\":{\"song\":\"a\"},\"finish_reason\":\"stop\"}]}");
        assertThat(whole.outcome()).isEqualTo("ok");
        assertThat(whole.noted()).containsExactly(UNKNOWN_FIELDS);
    }

    @Test
    void textBesideTheRoleCountsOnlyWhereThereIsNoOther() {
        String named = delta("{\"role\":\"assistant\",\"tier\":\"a\"}");
        Reading beside = chat(named, content("a"), STOP, DONE);
        assertThat(beside.answer.firstContent).isEqualTo(20);
        assertThat(beside.noted()).containsExactly(UNKNOWN_FIELDS);

        Reading alone = chat(named, named, STOP, usage("\"completion_tokens\":2"), DONE);
        assertThat(alone.answer.firstContent).isEqualTo(10);
        assertThat(alone.answer.lastToken).isEqualTo(20);
        assertThat(chat(named, STOP, DONE).outcome()).isEqualTo("empty");
    }

    @Test
    void noNamesAreCollectedWithoutBound() {
        String[] events = new String[100];
        for (int i = 0; i < events.length; i++) {
            events[i] = delta("{\"" + "x".repeat(100) + i + "\":\"a\",\"y" + i + "\":\"b\"}");
        }
        assertThat(chat(events).answer.notes().get(0).detail()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void aMessageBesideADeltaIsNotReadTwiceWhicheverStandsFirst() {
        String messageFirst =
                "{\"choices\":[{\"message\":{\"content\":\"Once\"},\"delta\":{\"content\":\"Once\"},\"finish_reason\":null}]}";
        String deltaFirst =
                "{\"choices\":[{\"delta\":{\"content\":\" upon\"},\"message\":{\"content\":\"Once upon\"}}]}";
        String closing =
                "{\"choices\":[{\"message\":{\"content\":\"Once upon\"},\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}";
        String closingAlone = "{\"choices\":[{\"message\":{\"content\":\"Once upon\"},\"finish_reason\":\"stop\"}]}";

        Reading reading = chat(messageFirst, deltaFirst, closing, closingAlone, DONE);
        assertThat(reading.answer.chunks).isEqualTo(2);
        assertThat(reading.answer.lastToken).isEqualTo(20);
        assertThat(reading.text.said()).isEqualTo("Once upon");
        assertThat(reading.outcome()).isEqualTo("ok");
    }

    @Test
    void aStreamOfMessagesAloneIsReadByThem() {
        String first = "{\"choices\":[{\"message\":{\"content\":\"Once\"}}]}";
        String second = "{\"choices\":[{\"message\":{\"content\":\" upon\"},\"delta\":{}}]}";
        Reading reading = chat(first, second, STOP, DONE);
        assertThat(reading.answer.chunks).isEqualTo(2);
        assertThat(reading.text.said()).isEqualTo("Once upon");
    }

    @Test
    void textBesideADeltaIsNotReadTwice() {
        String textFirst = "{\"choices\":[{\"text\":\"Once\",\"delta\":{\"content\":\"Once\"}}]}";
        String textLast = "{\"choices\":[{\"delta\":{\"content\":\" upon\"},\"text\":\" upon\"}]}";

        assertThat(chat(textFirst, textLast, STOP, DONE).text.said()).isEqualTo("Once upon");
        assertThat(chat(textLast, textFirst, STOP, DONE).text.said()).isEqualTo(" uponOnce");
        assertThat(chat(textFirst, STOP, DONE).answer.facts.contentLength).isEqualTo(4);
    }

    @Test
    void twoNamesOfTheSameReasoningAreOne() {
        String both = delta("{\"reasoning\":\"Hm\",\"reasoning_content\":\"Hm\","
                + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Hm\"}]}");
        Reading reading = chat(both, both, content("a"), STOP, DONE);
        assertThat(reading.answer.facts.reasoningLength).isEqualTo(4);
        assertThat(reading.answer.chunks).isEqualTo(3);
    }

    @Test
    void aClosingDeltaThatRepeatsTheWholeIsNoOutput() {
        String repeats = "{\"choices\":[{\"delta\":{\"content\":\"Once upon a\"},\"finish_reason\":\"stop\"}]}";
        Reading reading = chat(content("Once"), content(" upon"), content(" a"), repeats, DONE);
        assertThat(reading.answer.chunks).isEqualTo(3);
        assertThat(reading.answer.lastToken).isEqualTo(30);
        assertThat(reading.text.said()).isEqualTo("Once upon a");

        String other = repeats.replace("Once upon a", "time before");
        assertThat(chat(content("Once"), content(" upon"), content(" a"), other, DONE).answer.chunks)
                .isEqualTo(4);
    }

    @Test
    void aWholeAnswerIsReadOnceToo() {
        Reading reading = whole("{\"choices\":[{\"message\":{\"content\":\"Once\",\"reasoning\":\"Hm\","
                + "\"reasoning_content\":\"Hm\"},\"text\":\"Once\",\"finish_reason\":\"stop\"}]}");
        assertThat(reading.text.said()).isEqualTo("Once");
        assertThat(reading.answer.facts.reasoningLength).isEqualTo(2);
    }
}
