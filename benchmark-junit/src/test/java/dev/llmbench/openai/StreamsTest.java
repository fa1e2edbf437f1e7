package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.sample.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded stream is read as its JSON says, however its bytes are cut into reads. */
class StreamsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(directory())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sse"))
                    .map(name -> name.replace(".sse", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path directory() throws URISyntaxException {
        URL readme = Objects.requireNonNull(StreamsTest.class.getResource("/streams/README.md"));
        return Objects.requireNonNull(Path.of(readme.toURI()).getParent());
    }

    @Test
    void allStreamsAreThere() throws Exception {
        assertThat(names()).hasSize(18);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadInOnePiece(String name) throws Exception {
        byte[] body = body(name);
        Reading reading = new Reading();
        reading.read(body, 0, body.length, 1);
        reading.end(2);
        reading.assertMatches(expected(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadByteByByte(String name) throws Exception {
        byte[] body = body(name);
        Reading reading = new Reading();
        for (int i = 0; i < body.length; i++) {
            reading.read(body, i, i + 1, i);
        }
        reading.end(body.length);
        reading.assertMatches(expected(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadInTwoPiecesCutAnywhere(String name) throws Exception {
        byte[] body = body(name);
        JsonNode expected = expected(name);
        for (int cut = 1; cut < body.length; cut++) {
            Reading reading = new Reading();
            reading.read(body, 0, cut, 1);
            reading.read(body, cut, body.length, 2);
            reading.end(3);
            reading.assertMatches(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void anEventsMomentIsTheReadThatCompletedItsDataLine(String name) throws Exception {
        byte[] body = body(name);
        JsonNode expected = expected(name);
        List<Integer> lineEnds = dataLineEnds(body);
        Reading reading = new Reading();
        for (int i = 0; i < body.length; i++) {
            reading.read(body, i, i + 1, i);
        }
        reading.end(body.length);
        JsonNode firstToken = expected.path("first_token_event");
        if (firstToken.isInt()) {
            long first = firstTokenOf(reading.answer);
            assertThat(lineEnds).contains((int) first);
            assertThat(reading.moments.get(firstToken.asInt())).isEqualTo(first);
        } else {
            assertThat(firstTokenOf(reading.answer)).isEqualTo(ABSENT);
        }
        assertThat(lineEnds)
                .containsAll(reading.moments.stream().map(Long::intValue).toList());
    }

    private static List<Integer> dataLineEnds(byte[] body) {
        List<Integer> ends = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n' || body[i] == '\r') {
                String line = new String(body, start, i - start, java.nio.charset.StandardCharsets.UTF_8);
                if (line.startsWith("data")) {
                    ends.add(i);
                }
                start = i + 1;
            }
        }
        return ends;
    }

    private static long firstTokenOf(Answer answer) {
        if (answer.firstReasoning == ABSENT || answer.firstContent == ABSENT) {
            return Math.max(answer.firstReasoning, answer.firstContent);
        }
        return Math.min(answer.firstReasoning, answer.firstContent);
    }

    private static byte[] body(String name) throws Exception {
        return Files.readAllBytes(directory().resolve(name + ".sse"));
    }

    private static JsonNode expected(String name) {
        try {
            return JSON.readTree(directory().resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One stream being read, with what a listener gathers of it. */
    private static final class Reading implements OutputListener {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final List<Long> moments = new ArrayList<>();
        private final StreamedAnswer answer = new StreamedAnswer(new ChunkReader(), this);
        private final SseReader momentsReader =
                new SseReader((error, data, from, to, moment, late) -> moments.add(moment), 1 << 20);

        void read(byte[] body, int from, int to, long now) {
            // A copy of its own, overwritten afterwards, as a transport reuses its buffer.
            byte[] piece = java.util.Arrays.copyOfRange(body, from, to);
            answer.read(piece, 0, piece.length, now, 0);
            momentsReader.read(piece, 0, piece.length, now, 0);
            java.util.Arrays.fill(piece, (byte) '#');
        }

        void end(long now) {
            answer.end(now);
        }

        @Override
        public void content(String piece) {
            text.append(piece);
        }

        @Override
        public void reasoning(String piece) {
            reasoning.append(piece);
        }

        void assertMatches(JsonNode expected) {
            assertThat(answer.outcome().word())
                    .isEqualTo(expected.path("outcome").asText());
            if (expected.path("events").isInt()) {
                assertThat(answer.eventCount())
                        .isEqualTo(expected.path("events").asInt());
            }
            assertThat(answer.chunks).isEqualTo(expected.path("output_events").asInt());
            assertTextMatches(expected.path("text"), text);
            assertTextMatches(expected.path("reasoning"), reasoning);
            Tokens tokens = answer.tokens(Tokens.UNKNOWN);
            assertThat(tokens.prompt()).isEqualTo(expected.path("prompt_tokens").asInt(Tokens.UNKNOWN));
            assertThat(answer.facts.completionTokens)
                    .isEqualTo(expected.path("completion_tokens").asInt(Tokens.UNKNOWN));
            assertThat(answer.facts.finishReason)
                    .isEqualTo(
                            expected.path("finish_reason").isTextual()
                                    ? expected.path("finish_reason").asText()
                                    : null);
            assertThat(answer.firstContent != ABSENT)
                    .isEqualTo(expected.path("first_content_event").isInt());
        }

        private static void assertTextMatches(JsonNode expected, StringBuilder actual) {
            if (expected.isTextual()) {
                assertThat(actual.toString()).isEqualTo(expected.asText());
            }
        }
    }
}
