package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Output that a server sends twice counts once. */
class RepeatedOutputTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";

    private static String closing(String delta) {
        return "{\"choices\":[{\"delta\":" + delta + ",\"finish_reason\":\"stop\"}]}";
    }

    @Test
    void aClosingEventRepeatsTheReasoningToo() {
        Reading reading = chat(
                delta("{\"reasoning_content\":\"Let\"}"),
                delta("{\"reasoning_content\":\" me see\"}"),
                content("Once"),
                content(" upon"),
                closing("{\"content\":\"Once upon\",\"reasoning_content\":\"Let me see\"}"),
                DONE);

        assertThat(reading.answer.chunks).isEqualTo(4);
        assertThat(reading.answer.lastToken).isEqualTo(40);
        assertThat(reading.answer.facts.reasoningLength).isEqualTo(10);
        assertThat(reading.answer.facts.reasoningEvents).isEqualTo(2);
        assertThat(reading.text.said()).isEqualTo("Once upon");
    }

    @Test
    void aClosingEventRepeatsACallOfATool() {
        String first =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}";
        String second = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}";
        String third = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Bonn\\\"}\"}}]}";
        String whole =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bonn\\\"}\"}}]}";

        Reading reading = chat(delta(first), delta(second), delta(third), closing(whole), DONE);

        assertThat(reading.answer.chunks).isEqualTo(3);
        assertThat(reading.answer.lastToken).isEqualTo(30);
    }

    @Test
    void aClosingDeltaIsKnownAlsoWhereMessagesStandBesideTheDeltas() {
        String first = "{\"choices\":[{\"message\":{\"content\":\"Once\"},\"delta\":{\"content\":\"Once\"}}]}";
        Reading reading =
                chat(first, content(" upon"), content(" a time"), closing("{\"content\":\"Once upon a time\"}"), DONE);

        assertThat(reading.answer.chunks).isEqualTo(3);
        assertThat(reading.text.said()).isEqualTo("Once upon a time");
    }

    @Test
    void anEventAfterTheFinishReasonRepeatsTheText() {
        Reading reading = chat(content("Once"), content(" upon"), STOP, content("Once upon"), DONE);

        assertThat(reading.answer.chunks).isEqualTo(2);
        assertThat(reading.text.said()).isEqualTo("Once upon");
    }

    @Test
    void completionsRepeatTheirTextAlike() {
        String first = "{\"choices\":[{\"text\":\"Once\"}]}";
        String second = "{\"choices\":[{\"text\":\" upon\"}]}";
        String last = "{\"choices\":[{\"text\":\"Once upon\",\"finish_reason\":\"stop\"}]}";

        assertThat(chat(first, second, last, DONE).answer.chunks).isEqualTo(2);
    }

    @Test
    void aShortLastPieceThatIsTheSameIsOutput() {
        assertThat(chat(content("ha"), closing("{\"content\":\"ha\"}"), DONE).answer.chunks)
                .isEqualTo(2);
        assertThat(chat(content("ha"), content("ha"), closing("{\"content\":\"haha\"}"), DONE)
                        .text
                        .said())
                .isEqualTo("hahahaha");
    }

    @Test
    void soundHasNoLengthByWhichItCouldBeARepetition() {
        String sound = "{\"audio\":{\"data\":\"AAAA\"}}";

        assertThat(chat(delta(sound), delta(sound), delta(sound), closing(sound), DONE).answer.chunks)
                .isEqualTo(4);
    }

    @Test
    void anAnswerThatBeginsAsAMessageGoesOnInDeltas() {
        String message = "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Once\"},\"delta\":{}}]}";
        String text = "{\"choices\":[{\"text\":\"Once\"}]}";

        assertThat(chat(message, content(" upon"), STOP, DONE).text.said()).isEqualTo("Once upon");
        assertThat(chat(text, content(" upon"), STOP, DONE).text.said()).isEqualTo("Once upon");
    }
}
