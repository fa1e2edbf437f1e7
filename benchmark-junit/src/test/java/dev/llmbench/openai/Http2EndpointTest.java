package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to an endpoint that speaks HTTP/2, as another library speaks it, and to one that does not. */
class Http2EndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static Path keys = Path.of("");

    private final Queue<Message<HttpRequest, String>> received = new ConcurrentLinkedQueue<>();
    private final List<HttpAsyncServer> servers = new ArrayList<>();

    @BeforeAll
    static void makeACertificate() throws Exception {
        keys = ServerKeys.store(directory, "server", "-ext", "san=ip:127.0.0.1", "-validity", "2");
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.close(CloseMode.IMMEDIATE));
    }

    private final class Streaming implements AsyncServerRequestHandler<Message<HttpRequest, String>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, String>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(new StringAsyncEntityConsumer());
        }

        @Override
        public void handle(Message<HttpRequest, String> request, ResponseTrigger trigger, HttpContext context)
                throws org.apache.hc.core5.http.HttpException, java.io.IOException {
            received.add(request);
            String events = RawServer.token("Once").repeat(2_000)
                    + RawServer.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
                    + RawServer.DONE;
            trigger.submitResponse(
                    AsyncResponseBuilder.create(200)
                            .setEntity(events, ContentType.TEXT_EVENT_STREAM)
                            .build(),
                    context);
        }
    }

    /** The URL of a server that answers each request with 2,000 tokens. */
    private String serving(boolean encrypted, H2Config config) throws Exception {
        H2ServerBootstrap described = H2ServerBootstrap.bootstrap()
                .setH2Config(config)
                .setCanonicalHostName("127.0.0.1")
                .setVersionPolicy(encrypted ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.FORCE_HTTP_2)
                .register("*", new Streaming());
        if (encrypted) {
            described.setTlsStrategy(new H2ServerTlsStrategy(ServerKeys.context(keys)));
        }
        HttpAsyncServer server = described.create();
        servers.add(server);
        server.start();
        URIScheme scheme = encrypted ? URIScheme.HTTPS : URIScheme.HTTP;
        ListenerEndpoint endpoint = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), scheme)
                .get();
        int port = ((InetSocketAddress) endpoint.getAddress()).getPort();
        return scheme.id + "://127.0.0.1:" + port + "/v1/completions";
    }

    private static Wire wire(String url) throws Exception {
        return Wire.http2(url, ServerKeys.authority(keys), PATIENCE);
    }

    private static void assertStreamed(RequestSample sample) {
        assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
        assertThat(sample.tokens().chunks()).isEqualTo(2_000);
        assertThat(Wire.inOrder(sample.at())).isSorted().doesNotContain(ABSENT);
    }

    @Test
    void aServerThatOffersItInTlsIsSpokenToInHttp2() throws Exception {
        try (Wire wire = wire(serving(true, H2Config.DEFAULT))) {
            RequestSample first = wire.ask();
            assertStreamed(first);
            assertThat(first.connect()).isPositive();
            RequestSample second = wire.ask();
            assertStreamed(second);
            assertThat(second.connect()).isEqualTo(ABSENT);
            assertThat(wire.client.spoken()).containsExactly(HttpVersion.HTTP_2);
        }
        assertThat(received).hasSize(2).allSatisfy(request -> {
            assertThat(request.getHead().getVersion().getMajor()).isEqualTo(2);
            assertThat(request.getHead().getHeader("x-team").getValue()).isEqualTo("performance");
            assertThat(request.getHead().containsHeader("connection")).isFalse();
            assertThat(request.getBody()).startsWith("{").contains("a-model");
        });
    }

    @Test
    void aServerWithoutTlsIsSpokenToInHttp2FromTheFirstByteOn() throws Exception {
        try (Wire wire = wire(serving(false, H2Config.DEFAULT))) {
            assertStreamed(wire.ask());
            assertThat(wire.client.spoken()).containsExactly(HttpVersion.HTTP_2);
        }
    }

    @Test
    void aLongPromptGoesThroughTheServersWindows() throws Exception {
        H2Config narrow = H2Config.custom().setInitialWindowSize(1_000).build();
        for (boolean encrypted : List.of(true, false)) {
            received.clear();
            try (Wire wire = wire(serving(encrypted, narrow))) {
                String prompt = "long ".repeat(60_000);
                RequestSample sample = wire.send(prompt).sample();
                assertStreamed(sample);
                assertThat(received.remove().getBody()).contains(prompt);
            }
        }
    }

    @Test
    void manyRequestsAtOnceEndEachWithItsOwnAnswer() throws Exception {
        H2Config few = H2Config.custom().setMaxConcurrentStreams(7).build();
        for (boolean encrypted : List.of(true, false)) {
            try (Wire wire = wire(serving(encrypted, few))) {
                List<Wire.Sent> all = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    all.add(wire.send());
                }
                for (Wire.Sent sent : all) {
                    assertStreamed(sent.sample());
                    assertThat(sent.count()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aServerThatKeepsNoTableOfHeaderFieldsIsAnswered() throws Exception {
        H2Config without = H2Config.custom()
                .setHeaderTableSize(0)
                .setCompressionEnabled(false)
                .build();
        try (Wire wire = wire(serving(false, without))) {
            assertStreamed(wire.ask());
            assertStreamed(wire.ask());
        }
    }

    @Test
    void aServerThatDoesNotOfferItIsSpokenToInHttp1() throws Exception {
        ServerSocket listening = ServerKeys.context(keys)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (RawServer server = RawServer.on(listening, connection -> {
                    while (connection.readRequest()) {
                        connection.send(RawServer.stream());
                    }
                });
                Wire wire = wire("https://127.0.0.1:" + server.port() + "/v1/completions")) {
            List<Wire.Sent> all = List.of(wire.send(), wire.send(), wire.send());
            for (Wire.Sent sent : all) {
                RequestSample sample = sent.sample();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
                assertThat(sample.connect()).isPositive();
            }
            assertThat(server.connections()).isEqualTo(3);
            assertThat(wire.client.spoken()).containsExactly(HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsATlsErrorOfAllThatWaitForTheConnection() throws Exception {
        String url = serving(true, H2Config.DEFAULT);
        try (Wire wire = Wire.http2(url, TlsTrust.OF_THE_JVM, PATIENCE)) {
            for (Wire.Sent sent : List.of(wire.send(), wire.send())) {
                RequestSample sample = sent.sample();
                assertThat(sample.outcome()).isEqualTo(Outcome.TLS);
                assertThat(sample.error()).contains("certification path");
            }
        }
    }
}
