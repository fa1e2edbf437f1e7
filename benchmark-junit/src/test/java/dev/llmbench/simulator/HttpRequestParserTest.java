package dev.llmbench.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRequestParserTest {

    private static final String WITH_LENGTH = "POST /a?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe\r\no";
    private static final String CHUNKED =
            "POST /b HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3;name=x\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";
    private static final String WITHOUT_BODY = "GET /c HTTP/1.1\r\nConnection: Close\r\n\r\n";

    @Test
    void aWholeUrlIsReadAsItsPath() throws Exception {
        byte[] request =
                "POST http://llm.example:8000/a?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);
        List<ReceivedRequest> requests = new ArrayList<>();
        feed(new HttpRequestParser(), request, 0, request.length, requests);
        assertThat(requests.get(0).path()).isEqualTo("/a");
    }

    @Test
    void requestsAreReadHoweverTheirBytesAreCut() throws HttpError {
        byte[] bytes = (WITH_LENGTH + CHUNKED + WITHOUT_BODY).getBytes(UTF_8);

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertAllThree(bytes, cut, bytes.length);
        }
    }

    @Test
    void requestsAreReadByteByByte() throws HttpError {
        assertAllThree((WITH_LENGTH + CHUNKED + WITHOUT_BODY).getBytes(UTF_8), 0, 1);
    }

    private static void assertAllThree(byte[] bytes, int cut, int step) throws HttpError {
        HttpRequestParser parser = new HttpRequestParser();
        List<ReceivedRequest> requests = new ArrayList<>();
        feed(parser, bytes, 0, cut, requests);
        for (int at = cut; at < bytes.length; at += step) {
            feed(parser, bytes, at, Math.min(step, bytes.length - at), requests);
        }

        assertThat(requests).hasSize(3);
        assertThat(requests.get(0).path()).isEqualTo("/a");
        assertThat(requests.get(0).query()).isEqualTo("x=1");
        assertThat(requests.get(0).header("host")).hasValue("h");
        assertThat(new String(requests.get(0).body(), UTF_8)).isEqualTo("he\r\no");
        assertThat(requests.get(0).closes()).isFalse();
        assertThat(new String(requests.get(1).body(), UTF_8)).isEqualTo("abc0123456789");
        assertThat(requests.get(2).method()).isEqualTo("GET");
        assertThat(requests.get(2).body()).isEmpty();
        assertThat(requests.get(2).closes()).isTrue();
    }

    private static void feed(HttpRequestParser parser, byte[] bytes, int at, int count, List<ReceivedRequest> requests)
            throws HttpError {
        parser.feed(ByteBuffer.wrap(bytes, at, count));
        for (ReceivedRequest next = parser.next(); next != null; next = parser.next()) {
            requests.add(next);
        }
    }

    @Test
    void clientThatWaitsForContinueIsNoticedOnce() throws HttpError {
        HttpRequestParser parser = new HttpRequestParser();
        parser.feed(bytes("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"));

        assertThat(parser.next()).isNull();
        assertThat(parser.takeAwaitsContinue()).isTrue();
        assertThat(parser.takeAwaitsContinue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, 400",
        "GET x HTTP/1.1, 400",
        "GET / HTTP/1.0, 505",
        "GET / HTTP/1.1\\nno header, 400",
        "GET / HTTP/1.1\\nContent-Length: -1, 400",
        "GET / HTTP/1.1\\nContent-Length: 1x, 400",
        "GET / HTTP/1.1\\nContent-Length: 16777217, 413",
        "GET / HTTP/1.1\\nContent-Length: 99999999999999999999, 413",
        "GET / HTTP/1.1\\nTransfer-Encoding: gzip, 501",
        "GET / HTTP/1.1\\nTransfer-Encoding: chunked\\nContent-Length: 1, 400",
        "GET / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\nxyz, 400",
        "GET / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\n1\\nabc, 400",
        "GET / HTTP/1.1\\nTransfer-Encoding: chunked\\n\\nfffffff, 413",
    })
    void whatIsWrongIsRefused(String lines, int status) throws HttpError {
        HttpRequestParser parser = new HttpRequestParser();
        parser.feed(bytes(lines.replace("\\n", "\r\n") + "\r\n\r\n"));

        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(parser::next)
                .satisfies(error -> assertThat(error.status()).isEqualTo(status));
    }

    @Test
    void bytesThatBeginNoRequestAreRefusedAtOnce() throws HttpError {
        HttpRequestParser parser = new HttpRequestParser();
        parser.feed(ByteBuffer.wrap(new byte[] {0x16, 0x03, 0x01}));

        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(parser::next)
                .satisfies(error -> assertThat(error.status()).isEqualTo(400));
    }

    @Test
    void headWithoutEndIsRefused() throws HttpError {
        HttpRequestParser parser = new HttpRequestParser();
        parser.feed(bytes("GET / HTTP/1.1\r\nx: " + "y".repeat(HttpRequestParser.MAX_HEAD)));

        assertThatExceptionOfType(HttpError.class)
                .isThrownBy(parser::next)
                .satisfies(error -> assertThat(error.status()).isEqualTo(431));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
