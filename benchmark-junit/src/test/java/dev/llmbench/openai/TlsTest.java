package dev.llmbench.openai;

import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static dev.llmbench.sample.Moments.ABSENT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over TLS, and everything that keeps a handshake from ending well. */
@OnBothTransports
class TlsTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @TempDir
    static Path directory;

    private static Path keys = Path.of("");

    TlsTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    @BeforeAll
    static void makeACertificate() throws Exception {
        keys = ServerKeys.store(directory, "server", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2");
    }

    @AfterAll
    static void trustNobodyElse() {
        System.clearProperty(TRUST_STORE);
    }

    @Test
    void aRequestOverTlsHasAllItsMomentsInOrder() throws Exception {
        try (RawServer server = RawServer.on(listening(), connection -> {
                    while (connection.readRequest()) {
                        connection.send(streamHead() + chunk(token("a")));
                        connection.send(chunk(token("b") + RawServer.DONE) + LAST_CHUNK);
                    }
                });
                Wire wire = trusting(() -> Wire.to(url(server)))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            assertThat(Wire.inOrder(sample.at())).isSorted().doesNotContain(ABSENT);
            assertThat(sample.connect()).isPositive();
            assertThat(wire.ask().connect()).isEqualTo(ABSENT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theHandshakeIsPartOfConnectingAndNotOfTheGeneratorsDelay() throws Exception {
        HandClock clock = new HandClock();
        try (RawServer server = RawServer.on(listening(), connection -> {
                    // The accepted client is already connecting; the server's first read starts its part of the
                    // handshake.
                    clock.passMillis(50);
                    connection.readRequest();
                    connection.send(stream());
                    connection.awaitEnd();
                });
                Wire wire = trusting(() -> Wire.withTicker(url(server), clock))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.connect()).isEqualTo(clock.micros());
            assertThat(sample.dispatchLag()).isZero();
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsATlsError() throws Exception {
        try (RawServer server = RawServer.on(listening(), RawServer.Connection::awaitEnd);
                Wire wire = Wire.to(url(server))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.TLS);
            assertThat(sample.error()).contains("certification path");
            assertThat(sample.at().sent()).isEqualTo(ABSENT);
        }
    }

    @Test
    void aCertificateOfAnAuthorityThatWasGivenIsTrusted() throws Exception {
        try (RawServer server = answering(keys);
                Wire wire = Wire.trusting(ServerKeys.authority(keys), url(server))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void authoritiesThatAreGivenStandInPlaceOfOthers() throws Exception {
        Path others = ServerKeys.store(directory, "others", "-ext", "san=ip:127.0.0.1");
        try (RawServer server = answering(keys);
                Wire wire = Wire.trusting(ServerKeys.authority(others), url(server))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsATlsErrorThoughItIsTrusted() throws Exception {
        Path elsewhere = ServerKeys.store(directory, "elsewhere", "-ext", "san=dns:elsewhere.example");
        try (RawServer server = answering(elsewhere);
                Wire wire = Wire.trusting(ServerKeys.authority(elsewhere), url(server))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.TLS);
            assertThat(sample.error()).contains("127.0.0.1");
        }
    }

    @Test
    void aCertificateThatHasExpiredIsATlsErrorThoughItIsTrusted() throws Exception {
        Path authority = ServerKeys.store(directory, "authority", "-ext", "bc:c");
        Path server = ServerKeys.issued(
                directory, "expired", authority, "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "2");
        try (RawServer answering = answering(server);
                Wire wire = Wire.trusting(ServerKeys.authority(authority), url(answering))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.TLS);
            assertThat(sample.error()).contains("validity check failed");
        }
    }

    @Test
    void whoAsksForItTrustsAnyCertificateOfAnyHost() throws Exception {
        Path elsewhere = ServerKeys.store(
                directory, "anybody", "-ext", "san=dns:elsewhere.example", "-startdate", "-10d", "-validity", "2");
        try (RawServer server = answering(elsewhere);
                Wire wire = Wire.trusting(TlsTrust.INSECURE, url(server))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
        }
    }

    private static RawServer answering(Path store) throws Exception {
        return RawServer.on(listening(store), connection -> {
            connection.readRequest();
            connection.send(stream());
            connection.awaitEnd();
        });
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsError() throws Exception {
        try (RawServer server = RawServer.playing(connection -> {
                    connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    connection.awaitEnd();
                });
                Wire wire = Wire.to(url(server))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
        }
    }

    @Test
    void aServerThatEndsTheConnectionInsteadOfAHandshakeIsATlsError() throws Exception {
        try (RawServer server = RawServer.playing(RawServer.Connection::awaitInput);
                Wire wire = Wire.to(url(server))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
        }
    }

    @Test
    void aServerThatResetsTheConnectionInsteadOfAHandshakeIsATlsError() throws Exception {
        try (RawServer server = RawServer.playing(connection -> {
                    connection.awaitInput();
                    connection.reset();
                });
                Wire wire = Wire.to(url(server))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
        }
    }

    @Test
    void aHandshakeLongerThanTheConnectTimeoutIsATlsError() throws Exception {
        try (RawServer server = RawServer.playing(RawServer.Connection::awaitEnd);
                Wire wire = Wire.withConnectTimeout(url(server), Duration.ofMillis(300))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
        }
    }

    @Test
    void aHandshakeThatHangsCanBeCutOff() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.playing(connection -> {
                    arrived.countDown();
                    connection.awaitEnd();
                });
                Wire wire = Wire.to(url(server))) {
            Wire.Sent sent = wire.send();
            arrived.await();
            sent.cut(Outcome.INTERRUPTED, "the end");
            assertThat(sent.sample().outcome()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(sent.count()).isEqualTo(1);
        }
    }

    @Test
    void aHangingRequestOverTlsCanBeCutOff() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.on(listening(), connection -> {
                    connection.readRequest();
                    arrived.countDown();
                    new CountDownLatch(1).await();
                });
                Wire wire = trusting(() -> Wire.to(url(server)))) {
            Wire.Sent sent = wire.send();
            arrived.await();
            sent.cut(Outcome.TIMEOUT, "too long");
            RequestSample sample = sent.sample();
            assertThat(sample.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(sample.at().sent()).isNotEqualTo(ABSENT);
        }
    }

    @Test
    void aConnectionThatBreaksAfterTheHandshakeIsAReset() throws Exception {
        try (RawServer server = RawServer.on(listening(), connection -> {
                    connection.readRequest();
                    connection.send(streamHead() + chunk(token("a")));
                });
                Wire wire = trusting(() -> Wire.to(url(server)))) {
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.RESET);
        }
    }

    @Test
    void aServerMayAskForAnotherHandshakeInTheMiddleOfARequest() throws Exception {
        try (ServerSocket listening = listening();
                Wire wire =
                        trusting(() -> Wire.to("https://127.0.0.1:" + listening.getLocalPort() + "/v1/completions"))) {
            Wire.Sent sent = wire.send("x".repeat(9_000_000));
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.setSoTimeout(20_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
                assertThat(length.find()).isTrue();
                socket.startHandshake();
                // Reading is also what carries the handshake on.
                int bytes = Integer.parseInt(length.group(1));
                assertThat(in.readNBytes(bytes)).hasSize(bytes);
                socket.getOutputStream().write(stream().getBytes(ISO_8859_1));
                RequestSample sample = sent.sample();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            }
        }
    }

    private static String url(RawServer server) {
        return "https://127.0.0.1:" + server.port() + "/v1/completions";
    }

    private interface Making {
        Wire wire();
    }

    /** A client reads the system's trust store when it is made. */
    private static Wire trusting(Making making) {
        System.setProperty(TRUST_STORE, keys.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", ServerKeys.PASSWORD);
        try {
            return making.wire();
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static ServerSocket listening() throws Exception {
        return listening(keys);
    }

    private static ServerSocket listening(Path keyStore) throws Exception {
        return ServerKeys.context(keyStore)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
