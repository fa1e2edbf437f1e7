package dev.llmbench.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.ProxyServer;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that go through a proxy. */
class ProxyTest {
    private static final String PASSWORD = "pass-word-0042";
    private static final String CREDENTIALS = "dXNlcjpwYXNzLXdvcmQtMDA0Mg==";

    @TempDir
    static Path directory;

    private static Path keys = Path.of("");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void makeACertificate() throws Exception {
        keys = ServerKeys.store(directory, "server", "-ext", "san=dns:llm.example,ip:127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private interface Play {
        void on(Socket socket) throws IOException;
    }

    /** A port whose connections are played on, each by a thread of its own. */
    private int listening(Play play) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(server);
        start(() -> {
            while (true) {
                Socket socket = server.accept();
                opened.add(socket);
                start(() -> play.on(socket));
            }
        });
        return server.getLocalPort();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // It was closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands on what comes from each side to the other. */
    private static void join(Socket client, int port) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        start(() -> {
            try (server) {
                client.getInputStream().transferTo(server.getOutputStream());
            }
        });
        try (client) {
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private RawServer encrypted() throws Exception {
        ServerSocket socket = ServerKeys.context(keys)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RawServer server = RawServer.on(socket, connection -> {
            while (connection.readRequest()) {
                connection.send(RawServer.stream());
            }
        });
        opened.add(server);
        return server;
    }

    private static Wire through(String proxy, String url, TlsTrust trust) {
        Reach reach = new Reach(Optional.of(ProxyServer.parse("proxy", proxy)), Optional.empty());
        return Wire.reaching(url, trust, HttpVersion.HTTP_1_1, Map.of(), reach);
    }

    @Test
    void withoutTlsTheProxyIsAskedForTheWholeUrl() throws Exception {
        try (RawServer proxy = RawServer.answering(RawServer.stream());
                Wire wire = through(
                        "http://user:" + PASSWORD + "@127.0.0.1:" + proxy.port(),
                        "http://llm.example:8000/v1/completions?v=1",
                        TlsTrust.OF_THE_JVM)) {
            for (int i = 0; i < 2; i++) {
                RequestSample sample = wire.ask();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
            }
            assertThat(proxy.connections()).isEqualTo(1);
            RawServer.Request request = proxy.requests.get(0);
            assertThat(request.line()).isEqualTo("POST http://llm.example:8000/v1/completions?v=1 HTTP/1.1");
            assertThat(request.headers())
                    .containsEntry("host", "llm.example:8000")
                    .containsEntry("proxy-authorization", "Basic " + CREDENTIALS);
        }
    }

    @Test
    void anEncryptedServerIsReachedThroughATunnel() throws Exception {
        RawServer server = encrypted();
        List<String> asked = new CopyOnWriteArrayList<>();
        int proxy = listening(socket -> {
            asked.add(head(socket.getInputStream()));
            socket.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
            join(socket, server.port());
        });
        String url = "https://llm.example:8443/v1/completions";
        try (Wire wire = through("http://user:" + PASSWORD + "@127.0.0.1:" + proxy, url, ServerKeys.authority(keys))) {
            RequestSample first = wire.ask();
            assertThat(first.outcome()).as(first.error()).isEqualTo(Outcome.OK);
            assertThat(first.connect()).isPositive();
            assertThat(wire.ask().outcome()).isEqualTo(Outcome.OK);
        }
        assertThat(asked)
                .containsExactly("CONNECT llm.example:8443 HTTP/1.1\r\nHost: llm.example:8443\r\n"
                        + "Proxy-Authorization: Basic " + CREDENTIALS + "\r\n\r\n");
        assertThat(server.requests.get(0).headers()).doesNotContainKey("proxy-authorization");
    }

    @Test
    void aProxyThatRefusesIsToldAsSuch() throws Exception {
        int proxy = listening(socket -> {
            head(socket.getInputStream());
            socket.getOutputStream()
                    .write("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        });
        try (Wire wire =
                through("http://127.0.0.1:" + proxy, "https://llm.example/v1/completions", TlsTrust.OF_THE_JVM)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(sample.error()).startsWith("the proxy answered HTTP 407, which requires credentials");
        }
    }

    @Test
    void aProxyThatIsNotThereIsAConnectError() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (Wire wire =
                through("http://127.0.0.1:" + port, "https://llm.example/v1/completions", TlsTrust.OF_THE_JVM)) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(sample.error()).contains("refused");
        }
    }

    @Test
    void aSocksProxyLooksTheNameUpAndKnowsWhoAsks() throws Exception {
        RawServer server = encrypted();
        List<String> asked = new CopyOnWriteArrayList<>();
        int proxy = listening(socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readUnsignedByte();
            in.skipNBytes(in.readUnsignedByte());
            socket.getOutputStream().write(new byte[] {5, 2});
            in.readUnsignedByte();
            String user = new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
            String password = new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
            socket.getOutputStream().write(new byte[] {1, 0});
            byte[] request = in.readNBytes(4);
            String host = request[3] == 3 ? new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1) : "an address";
            asked.add(user + ":" + password + " " + host + ":" + in.readUnsignedShort());
            socket.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            join(socket, server.port());
        });
        String url = "https://llm.example:8443/v1/completions";
        try (Wire wire =
                through("socks5://user:" + PASSWORD + "@127.0.0.1:" + proxy, url, ServerKeys.authority(keys))) {
            RequestSample sample = wire.ask();
            assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
        }
        assertThat(asked).containsExactly("user:" + PASSWORD + " llm.example:8443");
    }
}
