package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.event;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Tokens;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a whole stream comes to. */
class StreamedAnswerTest {
    private final StreamedAnswer answer = new StreamedAnswer(new ChunkReader(), null);

    @Test
    void aStreamOfCommentsAloneHasNoMomentsAndIsTruncated() {
        read(": ping\n\n".repeat(10), 1);
        answer.end(2);
        assertThat(answer.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(answer.firstEvent).isEqualTo(ABSENT);
    }

    @Test
    void aStreamThatFinishedNeedsNoDone() {
        read(token("a") + event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"), 1);
        answer.end(2);
        assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aFlawedEventIsMalformedAndWhatFollowsIsStillMeasured() {
        read(token("a"), 1);
        read(event("{\"choices\":[{\"delta\":{\"content\":\"b\"}}"), 2);
        read(token("c") + RawServer.DONE, 3);
        answer.end(4);
        assertThat(answer.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(answer.error()).startsWith("event 2 is not a JSON object");
        assertThat(answer.chunks).isEqualTo(2);
        assertThat(answer.lastToken).isEqualTo(3);
    }

    @Test
    void theFirstFlawIsTheOutcome() {
        read(event("{\"error\":{\"message\":\"first\"}}") + event("nonsense") + "event: error\ndata: last\n\n", 1);
        answer.end(2);
        assertThat(answer.outcome()).isEqualTo(Outcome.IN_BAND);
        assertThat(answer.error()).isEqualTo("first");
    }

    @Test
    void anEventOverTheLimitIsMalformedAndTheRestIsNotRead() {
        read(token("a"), 1);
        String piece = "x".repeat(1 << 20);
        read("data: ", 2);
        for (int i = 0; i < 20; i++) {
            read(piece, 2);
        }
        read("\n\n" + token("b") + RawServer.DONE, 3);
        answer.end(4);
        assertThat(answer.outcome()).isEqualTo(Outcome.MALFORMED);
        assertThat(answer.error()).contains("larger than");
        assertThat(answer.chunks).isEqualTo(1);
    }

    @Test
    void eachEventWithOutputAfterTheFirstHasAGap() {
        read(event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}"), 5);
        read(token("a"), 10);
        read(": ping\n\n", 11);
        read(token("b") + token("c"), 25);
        read(RawServer.DONE, 30);
        answer.end(31);
        assertThat(answer.firstEvent).isEqualTo(5);
        assertThat(answer.firstContent).isEqualTo(10);
        assertThat(answer.lastToken).isEqualTo(25);
        assertThat(answer.gaps.gaps().size()).isEqualTo(2);
        assertThat(answer.gaps.gaps().max()).isEqualTo(15);
    }

    @Test
    void reasoningThatTheStreamNeverShowedIsHidden() {
        read(
                token("a")
                        + event("{\"choices\":[],\"usage\":{\"completion_tokens\":9,"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":7}}}")
                        + RawServer.DONE,
                1);
        answer.end(2);
        Tokens tokens = answer.tokens(Tokens.UNKNOWN);
        assertThat(tokens.output()).isEqualTo(9);
        assertThat(tokens.hiddenReasoning()).isEqualTo(7);
    }

    private void read(String bytes, long now) {
        byte[] read = bytes.getBytes(StandardCharsets.UTF_8);
        answer.read(read, 0, read.length, now, 0);
    }
}
