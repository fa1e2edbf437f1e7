package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static dev.llmbench.openai.Reading.raw;
import static dev.llmbench.openai.Reading.responses;
import static dev.llmbench.openai.Reading.whole;
import static dev.llmbench.openai.Reading.wholeResponse;
import static dev.llmbench.sample.ReadingNote.Kind.UNKNOWN_FINISH_REASON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.ReadingNote;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that answers tell of inside a 200, and what is none although it looks like one. */
class FailuresToldTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";
    private static final String SAID = "{\"message\":\"it broke\",\"code\":502}";

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"null\"", "\"None\"", "null", "\" \"", "false", "0"})
    void aPlaceholderFinishesNothing(String placeholder) {
        String chunk = "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":" + placeholder + "}]}";
        assertThat(chat(chunk, chunk).outcome()).isEqualTo("truncated");
        assertThat(chat("{\"choices\":[{\"text\":\"a\",\"finish_reason\":" + placeholder + "}]}")
                        .outcome())
                .isEqualTo("truncated");
        assertThat(chat(chunk, chunk, DONE).outcome()).isEqualTo("ok");
    }

    @Test
    void aReasonThatIsNotKnownFinishesOnlyWhereNothingFollows() {
        String odd = "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"going_on\"}]}";

        assertThat(chat(odd, content("b")).outcome()).isEqualTo("truncated");
        assertThat(chat(odd, odd, odd).outcome()).isEqualTo("truncated");

        Reading last = chat(content("a"), odd, "{\"choices\":[],\"usage\":{\"completion_tokens\":2}}");
        assertThat(last.outcome()).isEqualTo("ok");
        assertThat(last.answer.facts.finishReason).isEqualTo("going_on");
        assertThat(last.answer.notes()).containsExactly(new ReadingNote(UNKNOWN_FINISH_REASON, "going_on"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"stop", "STOP", "length", "MAX_TOKENS", "tool_calls", "content_filter", "eos_token", "end_turn"})
    void aReasonThatIsKnownFinishesWherever(String reason) {
        Reading reading = chat(content("a"), finish("\"" + reason + "\""), content("b"));
        assertThat(reading.outcome()).isEqualTo("ok");
        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "abort", "aborted", "cancelled", "CANCELED", "failed", "network_error", "timeout"})
    void aReasonThatTellsOfAFailureIsOne(String reason) {
        Reading streamed = chat(content("a"), finish("\"" + reason + "\""), DONE);
        assertThat(streamed.outcome()).isEqualTo("in_band");
        assertThat(streamed.error()).contains(reason);
        assertThat(streamed.answer.facts.finishReason).isEqualTo(reason);

        assertThat(whole("{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"" + reason + "\"}]}")
                        .outcome())
                .isEqualTo("in_band");
        assertThat(wholeResponse("{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"" + reason
                                + "\"},\"output\":[{\"content\":[{\"text\":\"a\"}]}]}")
                        .outcome())
                .isEqualTo("in_band");
    }

    @Test
    void theServersOwnWordsGoBeforeTheReason() {
        Reading reading = chat(content("a"), finish("\"error\""), "{\"error\":" + SAID + "}", DONE);
        assertThat(reading.error()).isEqualTo("it broke");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{},\"error\":%s}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\",\"error\":%s}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"\",\"error\":%s}}]}",
                "{\"choices\":[],\"x_groq\":{\"id\":\"r\",\"error\":%s}}",
                "{\"choices\":[],\"metadata\":{\"error\":%s}}",
                "{\"choices\":[],\"error\":%s}",
                "{\"errors\":[%s]}",
                "{\"choices\":[{\"delta\":{\"vendor\":{\"error\":%s}}}]}",
            })
    void anErrorIsFoundBelowTheRoot(String template) {
        String event = template.formatted(SAID);
        assertThat(chat(content("a"), event, STOP, DONE).outcome()).isEqualTo("in_band");
        assertThat(chat(content("a"), event, STOP, DONE).error()).isEqualTo("it broke");
        assertThat(chat(event, content("a"), STOP, DONE).error()).isEqualTo("it broke");
        assertThat(whole(event).outcome()).isEqualTo("in_band");
        assertThat(whole(event).error()).isEqualTo("it broke");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "\"\"", "false", "0", "[]", "{\"message\":null,\"code\":0}", "{\"message\":\"\"}"})
    void aFieldForErrorsThatSaysNothingIsNone(String nothing) {
        String error = "\"error\":" + nothing;
        assertThat(chat("{" + error + ",\"choices\":[{\"delta\":{\"content\":\"a\"}," + error + "}]}", STOP, DONE)
                        .outcome())
                .isEqualTo("ok");
        assertThat(whole("{" + error + ",\"choices\":[{\"message\":{\"content\":\"a\"}," + error + "}]}")
                        .outcome())
                .isEqualTo("ok");
        assertThat(responses(
                                "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"," + error
                                        + "}}",
                                "{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}",
                                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"," + error
                                        + "}}")
                        .outcome())
                .isEqualTo("ok");
        assertThat(wholeResponse("{\"status\":\"completed\"," + error
                                + ",\"output\":[{\"content\":[{\"text\":\"a\"}]}]}")
                        .outcome())
                .isEqualTo("ok");
    }

    @Test
    void aFieldOfAStreamNamedErrorThatSaysNothingIsNone() {
        assertThat(raw("data: " + content("a") + "\n\nerror: null\n\nerror:\n\ndata: [DONE]\n\n")
                        .outcome())
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"it broke\"}}",
                "{\"error\":{\"message\":\"it broke\"}}\n",
                "{\"error\":{\"message\":\"it broke\"}}\n\n",
                "{\n  \"error\": {\n    \"message\": \"it broke\"\n  }\n}\n",
                "[{\"error\":{\"message\":\"it broke\"}}]\n",
                "data: [{\"error\":{\"message\":\"it broke\"}}]\n\n",
                "data: {\"error\":{\"message\":\"it broke\"}}",
                "data: {\"choices\":[]}\ndata: {\"error\":{\"message\":\"it broke\"}}\n\n",
                "data: {\"choices\":[]}{\"error\":{\"message\":\"it broke\"}}\n\n",
                "data: {\"message\":\"it broke\",\"code\":500}\n\n",
                "data: {\"type\":\"error\",\"message\":\"it broke\"}\n\n",
                "event: error\ndata: it broke\n\n",
            })
    void anErrorIsFoundThoughItIsNoEvent(String last) {
        Reading reading = raw("data: " + content("a") + "\n\n", last);
        assertThat(reading.outcome()).isEqualTo("in_band");
        assertThat(reading.error()).isEqualTo("it broke");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: upstream gave up!! | malformed | event 2 is not a JSON object | upstream gave up",
                "upstream gave up!! | truncated | a line that is not an event | upstream gave up",
                "<html><style>p{}</style><p>Bad Gateway</p></html> | truncated | a line that is not an event | Bad Gateway",
                "data: {\"choices\":[{\"ind: ping | malformed | event 2 is not a JSON object | ping",
                "{\"choices\":[{\"delta\":{\"content\":\"b\"}}]} | malformed | without \"data:\" before it | content",
            })
    void whatCannotBeReadIsNamedAndQuoted(String last, String outcome, String named, String quoted) {
        Reading reading = raw("data: " + content("a") + "\n\n", last.strip() + "\n\n");
        assertThat(reading.outcome()).isEqualTo(outcome.strip());
        assertThat(reading.error()).contains(named.strip()).contains(quoted.strip());
    }

    @Test
    void severalObjectsInOneEventAreNamedAsThat() {
        Reading reading = raw("data: " + content("a") + "\ndata: " + content("b") + "\n\ndata: [DONE]\n\n");
        assertThat(reading.outcome()).isEqualTo("malformed");
        assertThat(reading.error()).contains("several: the blank line between their events is missing");
    }

    @Test
    void whatIsQuotedIsOnOneLineAndCannotTurnTheTextAround() {
        Reading reading = raw("data: no\u202e\u0007\tjson\ndata: at all\n\n");
        assertThat(reading.error()).endsWith("no json at all");
    }

    @Test
    void anErrorBetweenEventsIsToldBeforeTheStreamEnds() {
        StreamedAnswer going = new StreamedAnswer(new ChunkReader(), null);
        byte[] line = "{\"error\":{\"message\":\"it broke\"}}\n".getBytes(StandardCharsets.UTF_8);
        going.read(line, 0, line.length, 1, 0);
        assertThat(going.error()).isEqualTo("it broke");
    }

    @Test
    void strangeLinesAreNoFaultOfAStreamThatIsWhole() {
        Reading reading = raw("id: 7\nretry: 10\nfoo: bar\nnonsense\ndata: " + content("a") + "\n\ndata: [DONE]\n\n");
        assertThat(reading.outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", " [DONE]", "[DONE] ", "  [DONE]\t "})
    void aStreamIsCompleteAtItsDone(String done) {
        Reading reading =
                raw("data: " + content("a") + "\n\n", "data:" + done + "\n\n", "data: {\"error\":\"late\"}\n\n");
        assertThat(reading.answer.isComplete()).isTrue();
        assertThat(reading.outcome()).isEqualTo("ok");
        assertThat(raw("data: " + content("a") + "\n\n", "data:" + done).outcome())
                .isEqualTo("ok");
    }

    @Test
    void aStreamOfTheResponsesApiIsCompleteAtItsClosingEvent() {
        String delta = "{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}";
        assertThat(responses(delta).answer.isComplete()).isFalse();
        assertThat(responses(delta, "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\"}}")
                        .answer
                        .isComplete())
                .isTrue();
        assertThat(chat(content("a"), STOP).answer.isComplete()).isFalse();
        assertThat(chat(delta("{}")).answer.isComplete()).isFalse();
    }
}
