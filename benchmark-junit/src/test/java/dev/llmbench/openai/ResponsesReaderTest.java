package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and answers of the Responses API, as its documentation shows them. */
class ResponsesReaderTest {
    private static final String CREATED = typed(
            "response.created",
            "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"in_progress\",\"error\":null,"
                    + "\"incomplete_details\":null,\"output\":[],\"usage\":null}");
    private static final String ADDED = typed(
            "response.output_item.added",
            "\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}");
    private static final String COMPLETED = typed(
            "response.completed",
            "\"response\":{\"id\":\"resp_1\",\"status\":\"completed\",\"error\":null,\"incomplete_details\":null,"
                    + "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi you\"}]}],"
                    + "\"usage\":{\"input_tokens\":37,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":11,"
                    + "\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":48}}");

    private final OutputText text = new OutputText();
    private final StreamedAnswer stream = new StreamedAnswer(new ResponsesReader(true), text);

    @Test
    void aStreamHasItsFirstTokenAtTheFirstDeltaAndItsEndInAnEvent() {
        read(CREATED + ADDED, 10);
        read(delta("response.output_text.delta", "Hi"), 20);
        read(delta("response.output_text.delta", " you"), 30);
        read(typed("response.output_text.done", "\"text\":\"Hi you\""), 40);
        read(COMPLETED, 50);
        stream.end(60);

        assertThat(stream.outcome()).isEqualTo(Outcome.OK);
        assertThat(stream.firstEvent).isEqualTo(10);
        assertThat(stream.firstContent).isEqualTo(20);
        assertThat(stream.lastToken).isEqualTo(30);
        assertThat(stream.chunks).isEqualTo(2);
        assertThat(stream.facts.finishReason).isEqualTo("completed");
        assertThat(stream.tokens(99).prompt()).isEqualTo(37);
        assertThat(stream.tokens(99).cachedPrompt()).isEqualTo(5);
        assertThat(stream.tokens(99).output()).isEqualTo(11);
        assertThat(stream.tokens(99).hiddenReasoning()).isEqualTo(3);
        assertThat(stream.tokens(99).source()).isEqualTo(TokenSource.USAGE);
        assertThat(text.said()).isEqualTo("Hi you");
    }

    @Test
    void itIsTheSameInPiecesOfOneByte() {
        byte[] bytes = (CREATED + ADDED + delta("response.output_text.delta", "ä") + COMPLETED)
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            stream.read(bytes, i, i + 1, i, 0);
        }
        stream.end(bytes.length);

        assertThat(stream.outcome()).isEqualTo(Outcome.OK);
        assertThat(stream.chunks).isEqualTo(1);
        assertThat(text.said()).isEqualTo("ä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.reasoning_text.delta", "response.reasoning_summary_text.delta"})
    void reasoningIsNoContent(String type) {
        read(delta(type, "Hm") + delta("response.output_text.delta", "Hi") + COMPLETED, 1);

        assertThat(stream.firstReasoning).isEqualTo(1);
        assertThat(stream.firstContent).isEqualTo(1);
        assertThat(stream.chunks).isEqualTo(2);
        assertThat(text.said()).isEqualTo("Hi");
    }

    @Test
    void theNameOfAToolIsOutputAndSoAreItsArguments() {
        read(CREATED, 1);
        read(
                typed(
                        "response.output_item.added",
                        "\"item\":{\"type\":\"function_call\",\"name\":\"weather\",\"arguments\":\"\"}"),
                2);
        read(delta("response.function_call_arguments.delta", "{}"), 3);

        assertThat(stream.firstContent).isEqualTo(2);
        assertThat(stream.lastToken).isEqualTo(3);
        assertThat(text.said()).isEmpty();
    }

    @Test
    void aFieldMayComeBeforeTheTypeThatItIsOf() {
        read("data: {\"delta\":\"a\",\"type\":\"response.output_text.delta\"}\n\n", 7);

        assertThat(stream.firstContent).isEqualTo(7);
    }

    @Test
    void anIncompleteAnswerFinishedForItsReason() {
        read(delta("response.output_text.delta", "Hi"), 1);
        read(
                typed(
                        "response.incomplete",
                        "\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},"
                                + "\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}"),
                2);
        stream.end(3);

        assertThat(stream.outcome()).isEqualTo(Outcome.OK);
        assertThat(stream.facts.finishReason).isEqualTo("max_output_tokens");
    }

    @Test
    void aFailedAnswerIsAnErrorInBand() {
        read(delta("response.output_text.delta", "Hi"), 1);
        read(
                typed(
                        "response.failed",
                        "\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"out of memory\"}}"),
                2);
        stream.end(3);

        assertThat(stream.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(stream.error()).contains("out of memory");
    }

    @Test
    void anErrorEventIsAnErrorInBandWithOrWithoutItsType() {
        read("data: {\"type\":\"error\",\"code\":\"rate_limit\",\"message\":\"slow down\"}\n\n", 1);

        assertThat(stream.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(stream.error()).contains("slow down");
    }

    @Test
    void aStreamWithoutItsLastEventIsTruncated() {
        read(CREATED + delta("response.output_text.delta", "Hi"), 1);
        stream.end(2);

        assertThat(stream.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(stream.error()).contains("neither response.completed nor response.incomplete");
    }

    @Test
    void aCompleteAnswerWithoutOutputIsEmpty() {
        read(CREATED, 1);
        read(typed("response.completed", "\"response\":{\"status\":\"completed\",\"usage\":{\"output_tokens\":0}}"), 1);
        stream.end(2);

        assertThat(stream.outcome()).isEqualTo(Outcome.EMPTY);
        assertThat(stream.firstContent).isEqualTo(ABSENT);
    }

    @Test
    void aWholeAnswerSaysTheSame() {
        WholeAnswer whole = whole("{\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":["
                + "{\"type\":\"reasoning\",\"summary\":[]},"
                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\",\"annotations\":[]}]}],"
                + "\"usage\":{\"input_tokens\":8,\"output_tokens\":4}}");

        assertThat(whole.outcome()).isEqualTo(Outcome.OK);
        assertThat(whole.facts.finishReason).isEqualTo("completed");
        assertThat(whole.tokens(0).output()).isEqualTo(4);
        assertThat(whole.tokens(0).prompt()).isEqualTo(8);
        assertThat(text.said()).isEqualTo("Hi");
    }

    @Test
    void aWholeAnswerThatFailedIsAnErrorInBand() {
        assertThat(whole("{\"status\":\"failed\",\"error\":{\"message\":\"no\"},\"output\":[]}")
                        .outcome())
                .isEqualTo(Outcome.IN_BAND);
        assertThat(whole("{\"status\":\"completed\",\"error\":null,\"output\":[]}")
                        .outcome())
                .isEqualTo(Outcome.EMPTY);
    }

    private WholeAnswer whole(String body) {
        WholeAnswer whole = new WholeAnswer(new ResponsesReader(false), text);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        whole.read(bytes, 0, bytes.length, 1, 0);
        whole.end(2);
        return whole;
    }

    private static String delta(String type, String delta) {
        return typed(
                type,
                "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + escaped(delta) + "\"");
    }

    private static String escaped(String text) {
        return text.replace("\"", "\\\"");
    }

    private static String typed(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":1," + fields + "}\n\n";
    }

    private void read(String events, long now) {
        byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
        stream.read(bytes, 0, bytes.length, now, 0);
    }
}
