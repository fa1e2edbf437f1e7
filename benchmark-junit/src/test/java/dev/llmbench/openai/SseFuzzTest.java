package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.Mutations;
import dev.llmbench.run.Allocated;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Tokens;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that were spoilt at random: each comes to an outcome, and to the same one however it is cut into reads. */
class SseFuzzTest {
    private static final int STREAMS = 10_000;
    private static final Set<Outcome> OUTCOMES =
            Set.of(Outcome.OK, Outcome.IN_BAND, Outcome.TRUNCATED, Outcome.MALFORMED, Outcome.EMPTY);

    @Test
    void aSpoiltStreamComesToTheSameOutcomeHoweverItIsCut() throws Exception {
        Mutations mutations = new Mutations(streams(), 1);
        ChunkReader json = new ChunkReader();
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = mutations.next();
            StreamedAnswer whole = new StreamedAnswer(json, null);
            whole.read(stream, 0, stream.length, 1, 0);
            whole.end(2);
            StreamedAnswer cut = new StreamedAnswer(new ChunkReader(), null);
            for (int at = 0; at < stream.length; ) {
                byte[] piece = Arrays.copyOfRange(stream, at, at + mutations.piece(stream.length - at));
                cut.read(piece, 0, piece.length, at, 0);
                at += piece.length;
                // A transport uses its buffer again.
                Arrays.fill(piece, (byte) '#');
            }
            cut.end(stream.length);

            String said = "stream " + i + ": " + new String(stream, StandardCharsets.ISO_8859_1);
            assertThat(whole.outcome()).as(said).isIn(OUTCOMES);
            assertThat(seen(cut)).as(said).isEqualTo(seen(whole));
        }
    }

    /** Without the wording of an error: a JSON parser that has read more before may stumble a few bytes later. */
    private static List<Object> seen(StreamedAnswer answer) {
        return Arrays.asList(
                answer.outcome(),
                answer.error() == null,
                answer.eventCount(),
                answer.chunks,
                answer.facts.finishReason,
                answer.tokens(Tokens.UNKNOWN));
    }

    private static List<byte[]> streams() throws Exception {
        URL readme = Objects.requireNonNull(SseFuzzTest.class.getResource("/streams/README.md"));
        List<byte[]> streams = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(readme.toURI()).getParent()))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".sse")) {
                    streams.add(Files.readAllBytes(file));
                }
            }
        }
        return streams;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "data: x\n", ": x\n", "data: {}\n\n", "\r", "event: error\n", "data:[[[[[[[[[["})
    void eightTimesTheBytesTakeEightTimesTheWorkInReadsOfAnyLength(String unit) throws Exception {
        for (int length : new int[] {1, 1_400}) {
            read(unit, 20_000, length);
            long once = Allocated.by(() -> read(unit, 20_000, length));
            long more = Allocated.by(() -> read(unit, 160_000, length));
            // What is quadratic takes 64 times as much; a buffer that doubles may be twice as large as it need be.
            assertThat(more).as("reads of " + length).isLessThan(20 * (once + 10_000));
        }
    }

    private static void read(String unit, int total, int length) {
        byte[] bytes = unit.repeat(total / unit.length()).getBytes(StandardCharsets.ISO_8859_1);
        StreamedAnswer answer = new StreamedAnswer(new ChunkReader(), null);
        for (int at = 0; at < bytes.length; at += length) {
            answer.read(bytes, at, Math.min(bytes.length, at + length), at, 0);
        }
        answer.end(bytes.length);
    }
}
