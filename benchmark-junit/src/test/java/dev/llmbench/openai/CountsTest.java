package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static dev.llmbench.openai.Reading.responses;
import static dev.llmbench.openai.Reading.usage;
import static dev.llmbench.openai.Reading.whole;
import static dev.llmbench.openai.Reading.wholeResponse;
import static dev.llmbench.sample.ReadingNote.Kind.MORE_TOKENS_THAN_SHOWN;
import static dev.llmbench.sample.ReadingNote.Kind.NOTHING_SHOWN;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_HIDDEN;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_ON_TOP;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_SUMMARY;
import static dev.llmbench.sample.ReadingNote.Kind.USAGE_NOT_BELIEVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Moments;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many tokens an answer has, whichever way its server says it. */
class CountsTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // prompt, completion, reasoning, total: output
                "32 | 4 | 16 | 52 | 20",
                "32 | 20 | 16 | 52 | 20",
                "32 | 4 | 16 | 36 | 20",
                "32 | 20 | 16 | 0 | 20",
                "32 | 20 | 0 | 52 | 20",
            })
    void theTotalTellsWhetherReasoningComesOnTop(int prompt, int completion, int reasoning, int total, int output) {
        Reading reading = chat(
                content("Once"),
                content(" upon"),
                STOP,
                usage("\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion
                        + ",\"total_tokens\":" + total + ",\"completion_tokens_details\":{\"reasoning_tokens\":"
                        + reasoning + "}"),
                DONE);

        assertThat(reading.tokens().output()).isEqualTo(output);
        assertThat(reading.noted().contains(REASONING_ON_TOP)).isEqualTo(completion < output);
    }

    @Test
    void moreReasoningThanCompletionCanOnlyComeOnTop() {
        Reading reading = chat(content("Once"), STOP, usage("\"completion_tokens\":4,\"reasoning_tokens\":16"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(20);
        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(16);
    }

    @Test
    void aTotalThatIsMoreThanItsPartsHoldsReasoningThatNobodyNames() {
        Reading reading = chat(
                content("Once"), STOP, usage("\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":109"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(104);
        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(100);
        assertThat(reading.noted()).containsExactly(REASONING_ON_TOP, REASONING_HIDDEN);
    }

    @Test
    void cachedPromptTokensThatThePromptLeavesOutAreNoReasoning() {
        Reading reading = chat(
                content("Once"),
                STOP,
                usage("\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":109,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":100}"),
                DONE);

        assertThat(reading.tokens().output()).isEqualTo(4);
    }

    @Test
    void aWholeAnswerIsCountedAlike() {
        String body = "{\"choices\":[{\"message\":{\"content\":\"Once upon\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":32,\"completion_tokens\":4,\"total_tokens\":52,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":16}}}";

        assertThat(whole(body).tokens()).isEqualTo(new Tokens(32, Tokens.UNKNOWN, 20, 16, TokenSource.USAGE, 0));
        assertThat(whole(body.replace(",\"total_tokens\":52", ",\"total_tokens\":36")
                                .replace("\":16}", "\":3}"))
                        .tokens()
                        .output())
                .isEqualTo(4);
    }

    @Test
    void theResponsesApiIsCountedAlike() {
        String usage = "\"usage\":{\"input_tokens\":9,\"output_tokens\":4,\"total_tokens\":29,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":16}}";
        Reading streamed = responses(
                "{\"type\":\"response.output_text.delta\",\"delta\":\"Once\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"," + usage + "}}");

        assertThat(streamed.tokens()).isEqualTo(new Tokens(9, Tokens.UNKNOWN, 20, 16, TokenSource.USAGE, 1));
        assertThat(wholeResponse("{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":["
                                + "{\"type\":\"output_text\",\"text\":\"Once\"}]}]," + usage + "}")
                        .tokens()
                        .output())
                .isEqualTo(20);
    }

    @Test
    void reasoningOfFewerCharactersThanTokensIsASummaryAndIsLeftOut() {
        String[] events = {
            delta("{\"reasoning_content\":\"A plan\"}"),
            content("Once"),
            STOP,
            usage(
                    "\"prompt_tokens\":5,\"completion_tokens\":24,\"completion_tokens_details\":{\"reasoning_tokens\":20}"),
            DONE
        };
        Reading summary = chat(events);
        assertThat(summary.tokens().hiddenReasoning()).isEqualTo(20);
        assertThat(summary.noted()).containsExactly(REASONING_SUMMARY);
        assertThat(summary.answer.firstReasoning).isEqualTo(10);

        events[0] = delta("{\"reasoning_content\":\"A plan of that many letters\"}");
        Reading shown = chat(events);
        assertThat(shown.tokens().hiddenReasoning()).isZero();
        assertThat(shown.noted()).isEmpty();
    }

    @Test
    void whatTheApiCallsASummaryIsOneHoweverLong() {
        Reading reading = responses(
                "{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"" + "A long plan. ".repeat(20) + "\"}",
                "{\"type\":\"response.output_text.delta\",\"delta\":\"Once upon\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"output_tokens\":104,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":100}}}}");

        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(100);
        assertThat(reading.noted()).containsExactly(REASONING_SUMMARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"completion_tokens_details\":{\"reasoning_tokens\":90}", "\"reasoning_tokens\":0"})
    void tokensOfWhichNoneWasShownAreAnAnswerWithoutAFirstToken(String details) {
        Reading reading = chat(
                delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                finish("\"length\""),
                usage("\"completion_tokens\":90," + details),
                DONE);

        assertThat(reading.outcome()).isEqualTo("ok");
        assertThat(reading.noted()).contains(NOTHING_SHOWN);
        assertThat(reading.answer.firstContent).isEqualTo(Moments.ABSENT);
        assertThat(reading.tokens().output()).isEqualTo(90);
    }

    @Test
    void noneThatIsNotStreamedIsAnAnswerToo() {
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"length\"}],"
                                + "\"usage\":{\"completion_tokens\":90}}")
                        .outcome())
                .isEqualTo("ok");
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"completion_tokens\":0}}")
                        .outcome())
                .isEqualTo("empty");
    }

    @Test
    void noTokensBesideOutputAreNotBelieved() {
        Reading reading = chat(
                content("Once"), content(" upon"), STOP, usage("\"prompt_tokens\":0,\"completion_tokens\":0"), DONE);

        assertThat(reading.answer.tokens(7)).isEqualTo(new Tokens(7, Tokens.UNKNOWN, 2, 0, TokenSource.CHUNKS, 2));
        assertThat(reading.noted()).containsExactly(USAGE_NOT_BELIEVED);
    }

    @Test
    void aCountOfOneForALongTextIsNotBelievedEither() {
        Reading reading = chat(content("x".repeat(201)), STOP, usage("\"completion_tokens\":1"), DONE);
        assertThat(reading.noted()).containsExactly(USAGE_NOT_BELIEVED);
        assertThat(reading.tokens().source()).isEqualTo(TokenSource.CHUNKS);

        assertThat(chat(content("x".repeat(200)), STOP, usage("\"completion_tokens\":1"), DONE)
                        .tokens()
                        .source())
                .isEqualTo(TokenSource.USAGE);
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(500)
                                + "\"}}],\"usage\":{\"completion_tokens\":2}}")
                        .tokens()
                        .output())
                .isEqualTo(Tokens.UNKNOWN);
    }

    @Test
    void fewerTokensThanEventsAreBelieved() {
        Reading reading =
                chat(content("On"), content("ce"), content("!"), STOP, usage("\"completion_tokens\":2"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(2);
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void moreTokensThanTheTextCanHoldAreCountedAndNoted() {
        Reading reading = chat(content("Once"), content(" upon"), STOP, usage("\"completion_tokens\":900"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(900);
        assertThat(reading.noted()).containsExactly(MORE_TOKENS_THAN_SHOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"usage\":{\"completion_tokens\":13}}]}",
                "{\"choices\":[{\"delta\":{\"usage\":{\"completion_tokens\":13}},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"output_tokens\":13}}",
                "{\"choices\":[{\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":{\"completion_tokens\":13}}}",
                "{\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":0,\"output_tokens\":13}}",
            })
    void usageIsFoundWhereverItStands(String last) {
        Reading reading = chat(content("Once upon"), last, usage("\"completion_tokens\":0"), DONE);

        assertThat(reading.tokens().output()).isEqualTo(13);
        assertThat(reading.tokens().source()).isEqualTo(TokenSource.USAGE);
    }
}
