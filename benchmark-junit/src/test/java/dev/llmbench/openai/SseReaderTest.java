package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events out of bytes, as the HTML standard says, whatever pieces they come in. */
class SseReaderTest {
    private static final int LIMIT = 1_000;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void linesEndInThreeWays(String end) {
        String stream = "data: a" + end + end + "data: b" + end + "data: c" + end + end;
        assertThat(read(stream)).containsExactly("a", "b\nc");
        assertThat(readByteByByte(stream)).containsExactly("a", "b\nc");
    }

    @Test
    void aLineEndThatIsSplitBetweenReadsIsOneLineEnd() {
        assertThat(read("data: a\r", "\n\r", "\ndata: b\r", "\n\r", "\n")).containsExactly("a", "b");
    }

    @Test
    void aByteOrderMarkIsSkippedAtTheStartOnly() {
        assertThat(read("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("a");
        assertThat(readByteByByte("\uFEFFdata: a\n\n")).containsExactly("a");
    }

    @Test
    void severalDataLinesAreOneEventAlsoAcrossReads() {
        assertThat(read("data: a\ndata: b\ndata: c\n\n")).containsExactly("a\nb\nc");
        assertThat(read("data: a\n", "data: b\n", "data", ": c\n", "\n")).containsExactly("a\nb\nc");
    }

    @Test
    void onlyOneSpaceAfterTheColonIsLeftOutAndNoneNeedBe() {
        assertThat(read("data:a\n\ndata: b\n\ndata:  c\n\n")).containsExactly("a", "b", " c");
    }

    @Test
    void dataWithoutAColonOrAValueIsAnEmptyEvent() {
        assertThat(read("data\n\ndata:\n\ndata: \n\n")).containsExactly("", "", "");
        assertThat(read("data\ndata\n\n")).containsExactly("\n");
    }

    @Test
    void commentsAndUnknownFieldsAndBlankLinesAreNoEvents() {
        assertThat(read(": ping\n\n:\n\n\n\nid: 7\nretry: 10\nother: x\n\nDATA: a\n\n"))
                .isEmpty();
    }

    @Test
    void commentsInsideAnEventDoNotPartIt() {
        assertThat(read("id: 1\ndata: a\n: ping\ndata: b\nretry: 5\n\n")).containsExactly("a\nb");
    }

    @Test
    void anEventOfTypeErrorIsAnErrorWhereverItsTypeStands() {
        assertThat(read("event: error\ndata: a\n\n")).containsExactly("!a");
        assertThat(read("data: a\nevent:error\n\n")).containsExactly("!a");
    }

    @Test
    void anotherTypeIsNoErrorAndATypeHoldsForOneEvent() {
        assertThat(read("event: message\ndata: a\n\nevent: error\n\ndata: b\n\n"))
                .containsExactly("a", "b");
    }

    @Test
    void aFieldNamedErrorIsAnError() {
        assertThat(read("error: {\"code\":500}\n\n", "data: b\n\n")).containsExactly("!{\"code\":500}", "b");
    }

    @Test
    void aLastEventWhoseLinesAreWholeNeedsNoBlankLine() {
        assertThat(read("data: a\n\ndata: b\n")).containsExactly("a", "b");
    }

    @Test
    void aLastLineThatIsCutOffIsDropped() {
        assertThat(read("data: a\n\ndata: {\"b")).containsExactly("a");
        assertThat(read("data: a\ndata: {\"b")).containsExactly("a");
    }

    @Test
    void aLastDoneNeedsNoLineEnd() {
        assertThat(read("data: a\n\ndata: [DONE]")).containsExactly("a", "[DONE]");
    }

    @Test
    void anEventsMomentIsTheReadThatEndedItsLastDataLine() {
        List<Long> moments = new ArrayList<>();
        SseReader reader = new SseReader((error, data, from, to, moment, late) -> moments.add(moment), LIMIT);
        String[] pieces = {"data: a\n", "\ndata: b", "\r", "\ndata: c\n", ": ping\n", "\n"};
        for (int i = 0; i < pieces.length; i++) {
            read(reader, pieces[i], i);
        }
        assertThat(moments).containsExactly(0L, 3L);
    }

    @Test
    void onlyThePartThatIsNamedIsRead() {
        byte[] bytes = "##data: a\n\n##".getBytes(StandardCharsets.UTF_8);
        List<String> events = new ArrayList<>();
        reader(events).read(bytes, 2, bytes.length - 2, 1, 0);
        assertThat(events).containsExactly("a");
    }

    @Test
    void anEventUpToTheLimitIsRead() {
        String largest = "x".repeat(LIMIT - 6);
        assertThat(read("data: " + largest + "\n\n")).containsExactly(largest);
        assertThat(readByteByByte("data: " + largest + "\n\n")).containsExactly(largest);
    }

    @Test
    void aLineOverTheLimitIsTooLargeBeforeItHasEnded() {
        SseReader reader = reader(new ArrayList<>());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        read(reader, "data: " + "x".repeat(100), i);
                    }
                })
                .isInstanceOf(EventFraming.TooLarge.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void manyLinesOverTheLimitTogetherAreTooLarge() {
        SseReader reader = reader(new ArrayList<>());
        assertThatThrownBy(() -> read(reader, ("data: " + "x".repeat(100) + "\n").repeat(11), 1))
                .isInstanceOf(EventFraming.TooLarge.class);
    }

    @Test
    void aLongStreamIsReadAlikeHoweverItIsCut() {
        Random random = new Random(42);
        String stream = randomStream(random);
        List<String> expected = read(stream);
        assertThat(expected).hasSizeGreaterThan(200);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 100; round++) {
            List<String> events = new ArrayList<>();
            SseReader reader = reader(events);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(1 + random.nextInt(200)));
                byte[] piece = Arrays.copyOfRange(bytes, from, to);
                reader.read(piece, 0, piece.length, to, 0);
                // A transport reuses its buffer.
                Arrays.fill(piece, (byte) '\n');
                from = to;
            }
            reader.end(bytes.length);
            assertThat(events).isEqualTo(expected);
        }
    }

    private static String randomStream(Random random) {
        List<String> lines =
                List.of("data: ", "data:", "data", ": ", "event: error", "event: x", "error: ", "id: ", "");
        List<String> ends = List.of("\n", "\r", "\r\n");
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            String line = lines.get(random.nextInt(lines.size()));
            stream.append(line);
            if (line.endsWith(" ")) {
                stream.append("ä€😀x:".repeat(random.nextInt(6)));
            }
            stream.append(ends.get(random.nextInt(3)));
        }
        return stream.append("data: [DONE]").toString();
    }

    private static List<String> read(String... pieces) {
        List<String> events = new ArrayList<>();
        SseReader reader = reader(events);
        for (String piece : pieces) {
            read(reader, piece, 1);
        }
        reader.end(2);
        return events;
    }

    private static List<String> readByteByByte(String stream) {
        List<String> events = new ArrayList<>();
        SseReader reader = reader(events);
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            reader.read(new byte[] {b}, 0, 1, 1, 0);
        }
        reader.end(2);
        return events;
    }

    private static void read(SseReader reader, String text, long now) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.read(bytes, 0, bytes.length, now, 0);
    }

    /** Events as their data, those of errors with an exclamation mark before it. */
    private static SseReader reader(List<String> events) {
        return new SseReader(
                (error, data, from, to, moment, late) ->
                        events.add((error ? "!" : "") + new String(data, from, to - from, StandardCharsets.UTF_8)),
                LIMIT);
    }
}
