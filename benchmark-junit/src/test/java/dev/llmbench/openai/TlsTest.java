package dev.llmbench.openai;

import static dev.llmbench.metric.Moments.ABSENT;
import static dev.llmbench.openai.RawServer.LAST_CHUNK;
import static dev.llmbench.openai.RawServer.chunk;
import static dev.llmbench.openai.RawServer.stream;
import static dev.llmbench.openai.RawServer.streamHead;
import static dev.llmbench.openai.RawServer.token;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Moments;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over TLS, and everything that keeps a handshake from ending well. */
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @TempDir
    static Path directory;

    private static Path keys = Path.of("");

    @BeforeAll
    static void makeACertificate() throws Exception {
        keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.getInputStream().readAllBytes()).isNotNull();
        assertThat(keytool.waitFor()).isZero();
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
            Moments at = sample.at();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            assertThat(List.of(
                            at.scheduled(),
                            at.dispatched(),
                            at.sent(),
                            at.headers(),
                            at.firstEvent(),
                            at.firstToken(),
                            at.lastToken(),
                            at.end()))
                    .isSorted()
                    .doesNotContain(ABSENT);
            assertThat(sample.connect()).isPositive();
            assertThat(wire.ask().connect()).isEqualTo(ABSENT);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theHandshakeIsPartOfConnectingAndNotOfTheGeneratorsDelay() throws Exception {
        Ticks ticks = new Ticks();
        try (RawServer server = RawServer.on(listening(), connection -> {
                    connection.readRequest();
                    connection.send(stream());
                    connection.awaitEnd();
                });
                Wire wire = trusting(() -> Wire.withTicker(url(server), ticks))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            // The clock moves with each reading, those of the handshake's reads among them.
            assertThat(sample.connect()).isGreaterThanOrEqualTo(3);
            assertThat(sample.dispatchLag()).isLessThanOrEqualTo(6);
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
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        try {
            return making.wire();
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static ServerSocket listening() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
