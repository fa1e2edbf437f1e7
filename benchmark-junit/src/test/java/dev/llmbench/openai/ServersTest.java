package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static dev.llmbench.openai.Reading.raw;
import static dev.llmbench.openai.Reading.responses;
import static dev.llmbench.openai.Reading.usage;
import static dev.llmbench.openai.Reading.whole;
import static dev.llmbench.openai.Reading.wholeResponse;
import static dev.llmbench.sample.ReadingNote.Kind.NOTHING_SHOWN;
import static dev.llmbench.sample.ReadingNote.Kind.UNKNOWN_FIELDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.ReadingNote;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peculiarities of servers and gateways. */
class ServersTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Text Generation Inference sends the one call without an array.
                "{\"tool_calls\":{\"index\":0,\"id\":\"\",\"type\":\"function\",\"function\":{\"name\":null,\"arguments\":\"{\"}}}",
                "{\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"a\",\"annotations\":[]}}]}",
                "{\"content\":[{\"type\":\"text\",\"content\":\"a\"}]}",
                "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"city\":\"Bonn\"}}]}",
                "{\"tool_calls\":[{\"function\":{\"arguments\":[\"Bonn\"]}}]}",
            })
    void isContent(String delta) {
        Reading reading = chat(delta(delta), STOP, DONE);
        assertThat(reading.answer.firstContent).isEqualTo(10);
        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_steps\":[{\"thought\":\"Hm\",\"type\":\"web_search\",\"web_search\":{\"q\":\"x\"}}]}",
                "{\"reasoning_content\":[\"Hm\"]}",
                "{\"reasoning_content\":[{\"type\":\"text\",\"text\":\"Hm\"}]}",
                "{\"tool_plan\":\"Hm\"}",
                "{\"content\":[{\"type\":\"thinking\",\"text\":\"Hm\"}]}",
                "{\"content\":[{\"text\":\"Hm\",\"thought\":true}]}",
            })
    void isReasoning(String delta) {
        Reading reading = chat(delta(delta), content("a"), STOP, DONE);
        assertThat(reading.answer.firstReasoning).isEqualTo(10);
        assertThat(reading.answer.firstContent).isEqualTo(20);
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void aSignatureBesideACallIsNoOutput() {
        String call = "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"{}\"},\"provider_specific_fields\":{\"thought_signature\":\"" + "A".repeat(5_000)
                + "\"}}]}";
        Reading reading = chat(delta(call), finish("\"tool_calls\""), usage("\"completion_tokens\":9"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(9);
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void aRoleThatIsNullIsNone() {
        Reading reading = chat(delta("{\"role\":null,\"musings\":\"Hm\"}"), content("a"), STOP, DONE);

        assertThat(reading.answer.firstContent).isEqualTo(10);
        assertThat(reading.noted()).containsExactly(UNKNOWN_FIELDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"response\":\"a\",\"p\":\"ab\"} | p, response",
                "{\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false} | message.content",
                "{\"token\":{\"id\":7,\"text\":\"a\"}} | token.text",
                "{\"output\":{\"choices\":[{\"message\":{\"content\":\"a\"}}]}} | output.choices",
                "{\"choices\":[{\"index\":0,\"piece\":{\"words\":\"a\"}}]} | choices.piece.words",
            })
    void theFieldsOfAnotherApiAreNamed(String event, String fields) {
        Reading reading = chat(event, STOP, usage("\"completion_tokens\":1"), DONE);

        assertThat(reading.answer.notes()).containsExactly(new ReadingNote(NOTHING_SHOWN, fields));
    }

    @Test
    void aDeltaThatIsTextIsNoted() {
        Reading reading = chat("{\"choices\":[{\"delta\":\"a\"}]}", STOP, DONE);

        assertThat(reading.outcome()).isEqualTo("ok");
        assertThat(reading.answer.notes()).containsExactly(new ReadingNote(UNKNOWN_FIELDS, "delta"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Azure tells so of a filter that failed, and sends the answer unfiltered.
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"content_filter_result\":{\"error\":{\"code\":\"content_filter_error\",\"message\":\"The contents are not filtered\"}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"content_filter_results\":{\"error\":{\"message\":\"The contents are not filtered\"}}}]}",
                "{\"code\":0,\"message\":\"Success\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"base_resp\":{\"status_code\":0,\"status_msg\":\"\"}}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"error\":{\"message\":null,\"type\":\"None\",\"code\":\"null\"}}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"reconstruction_error\":0.5}",
            })
    void isHealthy(String event) {
        String closing = "{\"code\":0,\"message\":\"Success\",\"choices\":[],\"usage\":{\"completion_tokens\":1}}";

        assertThat(chat(event, STOP, closing, DONE).outcome()).isEqualTo("ok");
        assertThat(whole(event.replace("delta", "message")).outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"base_resp\":{\"status_code\":1004,\"status_msg\":\"it broke\"},\"choices\":null}",
                "{\"error_code\":17,\"error_msg\":\"it broke\",\"id\":\"a\"}",
                "{\"detail\":[{\"loc\":[],\"msg\":\"it broke\"}]}",
                "{\"type\":\"upstream\",\"detail\":\"it broke\",\"status\":503}",
                "{\"choices\":[],\"provider_error\":{\"message\":\"it broke\"}}",
            })
    void isAnError(String event) {
        assertThat(chat(content("a"), event, DONE).error()).isEqualTo("it broke");
        assertThat(whole(event).outcome()).isEqualTo("in_band");
        assertThat(whole(event).error()).isEqualTo("it broke");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\n  \"error\": {\n    \"message\": \"it broke\"\n  }\n}\n\n",
                "data: data: {\"error\":{\"message\":\"it broke\"}}\n\n",
                "data: {\"choices\":[]}data: {\"error\":{\"message\":\"it broke\"}}\n\n",
                "data: {'error': {'message': 'it broke', 'code': 500}}\n\n",
                "{\"message\":\"it broke\",\"code\":504}\n\n",
                "{\"detail\":\"it broke\"}",
                "event: error\n{\"error\":{\"message\":\"it broke\"}}\n\n",
            })
    void anErrorIsFoundWhateverItsForm(String last) {
        Reading reading = raw("data: " + content("a") + "\n\n", last);

        assertThat(reading.outcome()).isEqualTo("in_band");
        assertThat(reading.error()).isEqualTo("it broke");
    }

    @Test
    void doneNeedsNoBlankLine() {
        StreamedAnswer going = new StreamedAnswer(new ChunkReader(), null);
        byte[] line = "data: [DONE]\n".getBytes(StandardCharsets.UTF_8);
        going.read(line, 0, line.length, 1, 0);
        assertThat(going.isComplete()).isTrue();
    }

    @Test
    void aByteOrderMarkBeforeAWholeAnswerIsNoFault() {
        assertThat(whole("\ufeff{\"choices\":[{\"message\":{\"content\":\"a\"}}]}")
                        .outcome())
                .isEqualTo("ok");
    }

    @Test
    void anAnswerWithoutOutputIsQuoted() {
        Reading reading = whole("{\"choices\":[],\"info\":\"try later\"}");

        assertThat(reading.outcome()).isEqualTo("empty");
        assertThat(reading.error()).contains("try later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_context_window_exceeded",
                "COMPLETE",
                "pause_turn",
                "sensitive",
                "PROHIBITED_CONTENT",
                "content-filter"
            })
    void isAReason(String reason) {
        assertThat(chat(content("a"), finish("\"" + reason + "\"")).noted()).isEmpty();
        assertThat(chat(content("a"), finish("\"" + reason + "\"")).outcome()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preempted", "killed", "engine_terminated", "out of memory", "shutting-down"})
    void isAFailure(String reason) {
        assertThat(chat(content("a"), finish("\"" + reason + "\""), DONE).outcome())
                .isEqualTo("in_band");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"abort\",\"message\":\"it broke\",\"status_code\":500}",
                "\"error\",\"native_finish_reason\":\"it broke\"",
                "\"abort\",\"stop_reason\":\"it broke\"",
            })
    void theServersWordsOnAFailureAreKept(String reason) {
        Reading reading = chat(content("a"), finish(reason), DONE);

        assertThat(reading.outcome()).isEqualTo("in_band");
        assertThat(reading.error()).endsWith("it broke");
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":" + reason + "}]}")
                        .error())
                .endsWith("it broke");
    }

    @Test
    void aFinishReasonMayBeAnObject() {
        assertThat(chat(content("a"), finish("{\"type\":\"stop\",\"matched\":151645}"))
                        .outcome())
                .isEqualTo("ok");
    }

    @Test
    void fieldsOfTheResponsesApiMayStandInAnyOrder() {
        Reading added = responses(
                "{\"item\":{\"arguments\":\"\",\"name\":\"weather\",\"type\":\"function_call\"},\"type\":\"response.output_item.added\"}",
                "{\"delta\":\"{}\",\"type\":\"response.function_call_arguments.delta\"}");
        assertThat(added.answer.firstContent).isEqualTo(10);
        assertThat(added.answer.chunks).isEqualTo(2);

        Reading whole = wholeResponse("{\"output\":["
                + "{\"content\":[{\"text\":\"Hm\",\"type\":\"reasoning_text\"}],\"summary\":[],\"type\":\"reasoning\"},"
                + "{\"id\":\"m\",\"content\":[{\"text\":\"Once\",\"type\":\"output_text\"}],\"role\":\"assistant\",\"type\":\"message\"}],"
                + "\"status\":\"completed\"}");
        assertThat(whole.text.said()).isEqualTo("Once");
        assertThat(whole.answer.facts.reasoningLength).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"response.output_text.done\",\"text\":\"Once\"} | response.output_text.done.text",
                "{\"type\":\"response.in_progress\",\"response\":{\"output\":[{\"type\":\"message\",\"content\":[{\"text\":\"Once\"}]}]}} | response.in_progress.text",
            })
    void outputThatNoDeltaShowedIsNamed(String event, String field) {
        Reading reading = responses(
                event,
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"output_tokens\":1}}}");

        assertThat(reading.answer.notes()).containsExactly(new ReadingNote(NOTHING_SHOWN, field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.error\",\"message\":\"it broke\"}",
                "{\"message\":\"it broke\",\"code\":500}",
                "{\"detail\":\"it broke\"}",
                "{\"type\":\"response.done\",\"response\":{\"status\":\"canceled\",\"error\":{\"message\":\"it broke\"}}}",
            })
    void isAnErrorOfTheResponsesApi(String event) {
        Reading reading = responses("{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}", event);

        assertThat(reading.outcome()).isEqualTo("in_band");
        assertThat(reading.error()).isEqualTo("it broke");
    }

    @Test
    void aToolThatFailedIsNoErrorOfTheServer() {
        Reading reading = responses(
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"mcp_call\",\"status\":\"failed\",\"error\":\"no such tool\"}}",
                "{\"type\":\"response.output_text.delta\",\"delta\":\"a\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}");

        assertThat(reading.outcome()).isEqualTo("ok");
    }
}
