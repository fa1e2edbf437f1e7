package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.Mutations;
import dev.llmbench.run.Allocated;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that were spoilt at random: none but the exception that is documented, and the same however they are cut. */
class ResponseFuzzTest {
    private static final int RESPONSES = 20_000;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final List<byte[]> ORIGINALS = Stream.of(
                    OK + "Content-Length: 5\r\nContent-Type: text/event-stream\r\n\r\nhello",
                    OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
                    OK + "Connection: close\r\n\r\nuntil the end",
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.0 503 Oh\nConnection: keep-alive\nContent-Length: 2\nX: a\n b\n\nno",
                    "HTTP/1.1 204\r\nContent-Encoding: gzip\r\n\r\n")
            .map(text -> text.getBytes(ISO_8859_1))
            .toList();

    /** What came of one response. */
    private static final class Seen implements ResponseReader.Sink {
        private final StringBuilder all = new StringBuilder();

        @Override
        public void head(ResponseHead head) {
            all.append(head).append('\n');
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            all.append(new String(bytes, from, to - from, ISO_8859_1));
        }
    }

    @Test
    void aSpoiltResponseIsReadAlikeHoweverItIsCut() {
        Mutations mutations = new Mutations(ORIGINALS, 1);
        for (int i = 0; i < RESPONSES; i++) {
            byte[] response = mutations.next();
            Seen whole = new Seen();
            Seen cut = new Seen();
            String wholeEnd = read(new ResponseReader(), response, whole, new Mutations(ORIGINALS, i), false);
            String cutEnd = read(new ResponseReader(), response, cut, new Mutations(ORIGINALS, i), true);

            String said = "response " + i + ": " + new String(response, ISO_8859_1);
            assertThat(cutEnd).as(said).isEqualTo(wholeEnd);
            assertThat(cut.all).as(said).hasToString(whole.all.toString());
        }
    }

    /** How it ended: where it was complete, or that it was malformed, or that it lacks something. */
    private static String read(ResponseReader reader, byte[] response, Seen seen, Mutations pieces, boolean inPieces) {
        try {
            int at = 0;
            while (at < response.length && !reader.isComplete()) {
                int to = inPieces ? at + pieces.piece(response.length - at) : response.length;
                at = reader.read(response, at, to, seen);
            }
            return reader.isComplete() || reader.endOfInput() ? "complete at " + at : "cut off";
        } catch (MalformedResponse e) {
            return "malformed";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~X: |x|~~",
                "HTTP/1.1 200 OK~|X: y~|~",
                "HTTP/1.1 200 OK~|X: y~ z~|~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~|1~x~|0~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1;|x|~x~0~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~0~|X: y~|~",
                "HTTP/1.1 200 OK~~|x|y",
            })
    void eightTimesTheBytesTakeEightTimesTheWork(String begin, String unit, String end) throws Exception {
        for (int length : new int[] {1, 1_400}) {
            read(begin, unit, end, 5_000, length);
            long once = Allocated.by(() -> read(begin, unit, end, 5_000, length));
            long more = Allocated.by(() -> read(begin, unit, end, 40_000, length));
            // What is quadratic takes 64 times as much.
            assertThat(more).as("reads of " + length).isLessThan(20 * (once + 10_000));
        }
    }

    private static void read(String begin, String unit, String end, int total, int length) throws MalformedResponse {
        byte[] bytes = (begin + unit.repeat(total / unit.length()) + end)
                .replace("~", "\r\n")
                .getBytes(ISO_8859_1);
        ResponseReader reader = new ResponseReader();
        ResponseReader.Sink nobody = new ResponseReader.Sink() {
            @Override
            public void head(ResponseHead head) {}

            @Override
            public void body(byte[] from, int start, int to) {}
        };
        for (int at = 0; at < bytes.length && !reader.isComplete(); at += length) {
            reader.read(bytes, at, Math.min(bytes.length, at + length), nobody);
        }
    }
}
