package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.response;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TokenSource;
import dev.llmbench.sample.Tokens;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a server does not count is counted by a tokenizer, over real sockets. */
class TokenCountingTest {
    private final Characters characters = new Characters();

    /** A token a character that is no blank. */
    private static class Characters implements Tokenizer {
        final List<String> threads = new CopyOnWriteArrayList<>();
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public int count(String text) {
            threads.add(Thread.currentThread().getName());
            texts.add(text);
            return text.replace(" ", "").length();
        }

        @Override
        public String name() {
            return "characters";
        }
    }

    @Test
    void theTextOfAStreamIsCountedAsAWhole() throws Exception {
        RequestSample sample = streamed(delta("content", "ab ") + delta("content", "cde"));

        assertThat(sample.tokens()).isEqualTo(new Tokens(4, Tokens.UNKNOWN, 5, 0, TokenSource.TOKENIZER, 2));
        assertThat(characters.texts).contains("ab cde", "Once");
    }

    @Test
    void reasoningAndToolCallsAreOutputToo() throws Exception {
        String call =
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n";

        RequestSample sample = streamed(delta("reasoning_content", "hmm") + delta("content", "ab") + call);

        assertThat(sample.tokens().output()).isEqualTo(8);
        assertThat(characters.texts).contains("hmm", "abf{}");
    }

    @Test
    void anAnswerThatIsNotStreamedIsCountedToo() throws Exception {
        String body = "{\"choices\":[{\"message\":{\"content\":\"Once upon\"},\"finish_reason\":\"stop\"}]}";
        try (RawServer server = RawServer.answering(response("200 OK", "application/json", body));
                Wire wire = Wire.counting(server, false, characters)) {
            RequestSample sample = wire.ask();

            assertThat(sample.tokens().output()).isEqualTo(8);
            assertThat(sample.tokens().source()).isEqualTo(TokenSource.TOKENIZER);
        }
    }

    @Test
    void theServersOwnCountGoesBeforeAndNothingIsCountedTwice() throws Exception {
        try (RawServer server = RawServer.answering(stream());
                Wire wire = Wire.counting(server, true, characters)) {
            RequestSample sample = wire.ask();

            assertThat(sample.tokens().source()).isEqualTo(TokenSource.USAGE);
            assertThat(sample.tokens().prompt()).isEqualTo(7);
            assertThat(characters.texts).isEmpty();
        }
    }

    @Test
    void noThreadThatReadsSocketsCounts() throws Exception {
        streamed(delta("content", "ab"));

        assertThat(characters.threads).isNotEmpty().containsOnly("llm-load-tokenizer");
    }

    @Test
    void aTokenizerThatBreaksLeavesTheNumberOfChunks() throws Exception {
        Characters broken = new Characters() {
            @Override
            public int count(String text) {
                throw new IllegalStateException("no vocabulary");
            }
        };

        RequestSample sample = streamed(broken, delta("content", "ab") + delta("content", "cde"));

        assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        assertThat(sample.tokens()).isEqualTo(new Tokens(3, Tokens.UNKNOWN, 2, 0, TokenSource.CHUNKS, 2));
    }

    @Test
    void aTextThatIsTooLongToKeepLeavesTheNumberOfChunks() throws Exception {
        String half = "a".repeat(OutputText.LONGEST / 2 + 1);

        RequestSample sample = streamed(delta("content", half) + delta("content", half));

        assertThat(sample.tokens().output()).isEqualTo(2);
        assertThat(sample.tokens().source()).isEqualTo(TokenSource.CHUNKS);
    }

    @Test
    void whatWasRefusedHasNoTokens() throws Exception {
        try (RawServer server = RawServer.answering(response("503 Service Unavailable", "text/plain", "busy"));
                Wire wire = Wire.counting(server, true, characters)) {
            assertThat(wire.ask().tokens().output()).isEqualTo(Tokens.UNKNOWN);
            assertThat(characters.texts).isEmpty();
        }
    }

    private RequestSample streamed(String events) throws Exception {
        return streamed(characters, events);
    }

    private static RequestSample streamed(Tokenizer tokenizer, String events) throws Exception {
        try (RawServer server = RawServer.answering(streamHead() + chunk(events + RawServer.DONE) + LAST_CHUNK);
                Wire wire = Wire.counting(server, true, tokenizer)) {
            return wire.ask();
        }
    }

    private static String delta(String field, String text) {
        return "data: {\"choices\":[{\"delta\":{\"" + field + "\":\"" + text + "\"}}]}\n\n";
    }
}
