package dev.llmbench.openai;

import static dev.llmbench.openai.Reading.chat;
import static dev.llmbench.openai.Reading.content;
import static dev.llmbench.openai.Reading.delta;
import static dev.llmbench.openai.Reading.finish;
import static dev.llmbench.openai.Reading.responses;
import static dev.llmbench.openai.Reading.usage;
import static dev.llmbench.sample.ReadingNote.Kind.MORE_TOKENS_THAN_SHOWN;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_HIDDEN;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_ON_TOP;
import static dev.llmbench.sample.ReadingNote.Kind.REASONING_SUMMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.sample.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of an answer's tokens are reasoning, and which of those were shown as they were generated. */
class ReasoningCountsTest {
    private static final String STOP = finish("\"stop\"");
    private static final String DONE = "[DONE]";

    private static Reading read(List<String> events, String usage) {
        List<String> all = new ArrayList<>(events);
        all.addAll(List.of(STOP, usage(usage), DONE));
        return chat(all.toArray(String[]::new));
    }

    private static List<String> words(int count) {
        return IntStream.range(0, count).mapToObj(i -> content(" word")).toList();
    }

    private static String reasoning(int tokens) {
        return "\"completion_tokens_details\":{\"reasoning_tokens\":" + tokens + "}";
    }

    @Test
    void moreReasoningThanCompletionComesOnTopWhateverTheTotalSays() {
        Reading reading = read(
                words(4), "\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":9,\"reasoning_tokens\":900");

        assertThat(reading.tokens().output()).isEqualTo(904);
        assertThat(reading.tokens().streamed()).isEqualTo(4);
        assertThat(reading.noted()).containsExactly(REASONING_ON_TOP, REASONING_HIDDEN);
    }

    @Test
    void reasoningMayComeOnTopBesideCachedPromptTokens() {
        Reading reading = read(
                words(4),
                "\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":49,\"reasoning_tokens\":10,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":30}");

        assertThat(reading.tokens().output()).isEqualTo(14);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cache_read_input_tokens\":100",
                "\"cache_creation_input_tokens\":100",
                "\"cache_read_input_tokens\":60,\"cache_creation_input_tokens\":40",
                "\"prompt_cache_hit_tokens\":100"
            })
    void promptTokensOfACacheAreNoReasoning(String cached) {
        Reading reading = read(words(4), "\"prompt_tokens\":5,\"completion_tokens\":4,\"total_tokens\":109," + cached);

        assertThat(reading.tokens().output()).isEqualTo(4);
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void aTotalAloneCountsTheOutput() {
        assertThat(read(words(4), "\"prompt_tokens\":5,\"total_tokens\":9")
                        .tokens()
                        .output())
                .isEqualTo(4);
        Reading noCompletion = read(words(4), "\"prompt_tokens\":5,\"completion_tokens\":0,\"total_tokens\":9");
        assertThat(noCompletion.tokens().output()).isEqualTo(4);
        assertThat(noCompletion.tokens().streamed()).isEqualTo(4);
        assertThat(noCompletion.noted()).isEmpty();
    }

    @Test
    void reasoningThatLeavesNoTokensForTheContentIsNotTakenOff() {
        Reading reading = read(words(4), "\"completion_tokens\":20," + reasoning(20));

        assertThat(reading.tokens().streamed()).isEqualTo(20);
        assertThat(reading.noted()).containsExactly(MORE_TOKENS_THAN_SHOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<think>", "\\n<think>\\n", "<thought>", "[THINK]"})
    void reasoningWithinTheContentIsShown(String tag) {
        List<String> events = new ArrayList<>(List.of(content(tag)));
        events.addAll(words(19));
        Reading reading = read(events, "\"completion_tokens\":20," + reasoning(15));

        assertThat(reading.tokens().hiddenReasoning()).isZero();
        assertThat(reading.noted()).isEmpty();
    }

    @Test
    void soItIsWhereItsFirstTagWasInThePrompt() {
        Reading reading = read(words(40), "\"completion_tokens\":41," + reasoning(30));

        assertThat(reading.tokens().hiddenReasoning()).isZero();
    }

    @Test
    void aLongAnswerAfterHiddenReasoningIsNoReasoning() {
        Reading reading = read(words(40), "\"completion_tokens\":70," + reasoning(30));

        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(30);
    }

    @Test
    void aGatewayThatSplitsTokensShowsNoReasoningByThat() {
        List<String> letters =
                IntStream.range(0, 80).mapToObj(i -> content("x")).toList();
        Reading reading = read(letters, "\"completion_tokens\":50," + reasoning(30));

        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(30);
    }

    @Test
    void tokensThatTheTextCannotHoldMakeTpotAGuess() {
        assertThat(read(words(4), "\"completion_tokens\":40").noted()).containsExactly(MORE_TOKENS_THAN_SHOWN);
        assertThat(read(words(80), "\"completion_tokens\":700").noted()).containsExactly(MORE_TOKENS_THAN_SHOWN);
        assertThat(read(words(80), "\"completion_tokens\":90").noted()).isEmpty();
    }

    @Test
    void aRareScriptMayTakeSeveralTokensACharacter() {
        List<String> letters =
                IntStream.range(0, 20).mapToObj(i -> content("ကခ")).toList();

        assertThat(read(letters, "\"completion_tokens\":120").noted()).isEmpty();
    }

    @Test
    void aCallTakesTokensThatAreNotShown() {
        Reading reading = read(
                List.of(
                        delta(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]}")),
                "\"completion_tokens\":24");

        assertThat(reading.noted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_summary\":\"%s\"}",
                "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"%s\"}]}",
                "{\"reasoning\":\"%s\",\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"%<s\"}]}",
            })
    void aSummaryIsKnownByItsName(String delta) {
        List<String> events = List.of(delta(delta.formatted("A long plan. ".repeat(20))), content(" word"));
        Reading reading = read(events, "\"completion_tokens\":103," + reasoning(100));

        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(100);
        assertThat(reading.noted()).containsExactly(REASONING_SUMMARY);
    }

    @Test
    void reasoningThatIsShownTokenByTokenIsNoSummaryWhateverItsName() {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            events.add("{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\" plan\"}");
        }
        events.add("{\"type\":\"response.output_text.delta\",\"delta\":\" word\"}");
        events.add(
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"output_tokens\":22,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":20}}}}");
        Reading reading = responses(events.toArray(String[]::new));

        assertThat(reading.tokens().hiddenReasoning()).isZero();
    }

    @Test
    void contentThatGeminiMarksAsAThoughtIsReasoning() {
        String thought =
                "{\"content\":\"<thought>A plan\",\"extra_content\":{\"google\":{\"thought\":true}},\"role\":\"assistant\"}";
        Reading reading = read(
                List.of(delta(thought), content("Once"), content(" upon")),
                "\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":107");

        assertThat(reading.answer.firstReasoning).isEqualTo(10);
        assertThat(reading.answer.firstContent).isEqualTo(20);
        assertThat(reading.tokens().output()).isEqualTo(102);
        assertThat(reading.tokens().hiddenReasoning()).isEqualTo(100);
        assertThat(reading.text.said()).isEqualTo("Once upon");
    }

    @Test
    void aSignatureOfAThoughtIsNone() {
        String signed = "{\"content\":\"Once\",\"extra_content\":{\"google\":{\"thought_signature\":\"AAAA\"}}}";

        assertThat(read(List.of(delta(signed)), "\"completion_tokens\":1").answer.firstReasoning)
                .isEqualTo(Moments.ABSENT);
    }
}
