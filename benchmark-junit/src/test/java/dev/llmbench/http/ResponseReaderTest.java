package dev.llmbench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a response ends and what its body is, however the bytes come. */
class ResponseReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** What a reader made of some bytes. */
    private static final class Read implements ResponseReader.Sink {
        final ResponseReader reader = new ResponseReader();
        final List<ResponseHead> heads = new ArrayList<>();
        final StringBuilder body = new StringBuilder();
        int taken;

        @Override
        public void head(ResponseHead head) {
            heads.add(head);
        }

        @Override
        public void body(byte[] bytes, int from, int to) {
            body.append(new String(bytes, from, to - from, ISO_8859_1));
        }

        Read bytes(String text) throws MalformedResponse {
            byte[] bytes = ("##" + text + "##").getBytes(ISO_8859_1);
            taken += reader.read(bytes, 2, bytes.length - 2, this) - 2;
            return this;
        }
    }

    /** A response, and its body without its framing. */
    record Framed(String response, String body) {}

    static List<Framed> framed() {
        return List.of(
                new Framed(OK + "Content-Length: 5\r\n\r\nhello", "hello"),
                new Framed(OK + "content-length:5\r\nContent-Length: 5\r\n\r\nhello", "hello"),
                new Framed(OK + "Content-Length: 0\r\n\r\n", ""),
                new Framed("HTTP/1.1 204 No Content\r\n\r\n", ""),
                new Framed("HTTP/1.1 304\r\nContent-Length: 5\r\n\r\n", ""),
                new Framed(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "hello"),
                new Framed(OK + "Transfer-Encoding: Chunked\r\n\r\n00005;a=\"b\"\r\nhello\r\n0;last\r\n\r\n", "hello"),
                new Framed(
                        OK + "Transfer-Encoding: chunked\r\n\r\nA \r\n0123456789\r\n0\r\nx: y\r\nz: w\r\n\r\n",
                        "0123456789"),
                new Framed(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "a"),
                new Framed("\r\n\n" + OK + "Content-Length: 1\r\n\r\na", "a"),
                new Framed("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n0\n\n", "ab"),
                new Framed(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nx: y\r\n\r\n" + OK
                                + "Content-Length: 1\r\n\r\na",
                        "a"),
                new Framed(OK + "x: long\r\n  value\r\nContent-Length: 1\r\n\r\na", "a"),
                new Framed(OK + "Transfer-Encoding:\r\n chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "a"),
                new Framed(OK + "Content-Length:\n\t1\n\na", "a"),
                new Framed(OK + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""),
                new Framed(OK + "x: y\rContent-Length: 9\r\nContent-Length: 1\r\n\r\na", "a"));
    }

    @ParameterizedTest
    @MethodSource("framed")
    void aResponseIsReadAlikeInOnePieceByteByByteAndCutInTwoAnywhere(Framed framed) throws Exception {
        String text = framed.response();
        for (int cut = 0; cut <= text.length(); cut++) {
            assertRead(framed, new Read().bytes(text.substring(0, cut)).bytes(text.substring(cut)));
        }
        assertRead(framed, byteByByte(text));
    }

    private static Read byteByByte(String text) throws MalformedResponse {
        Read read = new Read();
        for (int i = 0; i < text.length(); i++) {
            read.bytes(text.substring(i, i + 1));
        }
        return read;
    }

    private static void assertRead(Framed framed, Read read) {
        assertThat(read.body).hasToString(framed.body());
        assertThat(read.reader.isComplete()).isTrue();
        assertThat(read.reader.reusable()).isPositive();
        assertThat(read.taken).isEqualTo(framed.response().length());
        assertThat(read.heads).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("framed")
    void whatFollowsAResponseIsLeftAlone(Framed framed) throws Exception {
        Read read = new Read().bytes(framed.response() + "HTTP/1.1 408 Timeout\r\n");
        assertThat(read.body).hasToString(framed.body());
        assertThat(read.taken).isEqualTo(framed.response().length());
    }

    @Test
    void aBodyWithoutALengthEndsWithItsConnection() throws Exception {
        Read read = new Read()
                .bytes(OK + "Content-Type: text/event-stream\r\n\r\nhel")
                .bytes("lo");
        assertThat(read.reader.isComplete()).isFalse();
        assertThat(read.reader.endOfInput()).isTrue();
        assertThat(read.body).hasToString("hello");
        assertThat(read.reader.reusable()).isZero();
        assertThat(read.heads.get(0).contentType()).isEqualTo("text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK\r\nContent-Length: 1",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            })
    void anEndAnywhereElseIsNone(String text) throws Exception {
        assertThat(new Read().bytes(text).reader.endOfInput()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, '', true",
        "HTTP/1.1 200 OK, Connection: close, false",
        "HTTP/1.1 200 OK, 'connection: x, Close', false",
        "HTTP/1.0 200 OK, '', false",
        "HTTP/1.0 200 OK, Connection: Keep-Alive, true",
    })
    void aConnectionIsKeptAsItsProtocolAndHeadersSay(String status, String header, boolean kept) throws Exception {
        Read read = new Read()
                .bytes(status + "\r\nContent-Length: 0\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n");
        assertThat(read.reader.reusable() > 0).isEqualTo(kept);
    }

    @Test
    void aResponseWithALengthAndChunksIsReadByItsChunksAndEndsItsConnection() throws Exception {
        Read read = new Read().bytes(OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertThat(read.body).hasToString("a");
        assertThat(read.reader.isComplete()).isTrue();
        assertThat(read.reader.reusable()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 20\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n;x\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
            })
    void whatIsNoResponseIsSaidToBeNoneHoweverItComes(String text) {
        assertThatThrownBy(() -> new Read().bytes(text)).isInstanceOf(MalformedResponse.class);
        assertThatThrownBy(() -> byteByByte(text)).isInstanceOf(MalformedResponse.class);
    }

    @Test
    void aHeadWithoutEndIsGivenUp() {
        assertEndless(OK, "x: y\r\n");
    }

    @Test
    void aLineWithoutEndIsGivenUp() {
        assertEndless(OK, "x".repeat(100));
    }

    @Test
    void extensionsAndTrailersWithoutEndAreGivenUp() {
        assertEndless(OK + "Transfer-Encoding: chunked\r\n\r\n5;", "x".repeat(100));
        assertEndless(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "x: y\r\n");
    }

    private static void assertEndless(String begin, String more) {
        assertThatThrownBy(() -> {
                    Read read = new Read().bytes(begin);
                    for (int bytes = 0; bytes < 100_000; bytes += more.length()) {
                        read.bytes(more);
                    }
                })
                .isInstanceOf(MalformedResponse.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void oneReaderReadsOneResponseAfterTheOther() throws Exception {
        Read read = new Read();
        for (Framed framed : framed()) {
            read.body.setLength(0);
            read.bytes(framed.response());
            assertThat(read.body).hasToString(framed.body());
            read.reader.reset();
            assertThat(read.reader.hasHead()).isFalse();
        }
    }
}
