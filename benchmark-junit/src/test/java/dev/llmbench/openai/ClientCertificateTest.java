package dev.llmbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.http.Carrier;
import dev.llmbench.plan.ClientCertificate;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.Secret;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that want to know who asks, and names that stand for other hosts. */
@OnBothTransports
class ClientCertificateTest {
    @TempDir
    Path directory;

    ClientCertificateTest(Carrier carrier) {
        Wire.carriedBy(carrier);
    }

    /** A server that takes clients with that certificate alone. */
    private static RawServer demanding(Path server, Path client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(ServerKeys.load(server), ServerKeys.PASSWORD.toCharArray());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("client", ServerKeys.certificate(client));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
        return RawServer.on(listening, connection -> {
            while (connection.readRequest()) {
                connection.send(RawServer.stream());
            }
        });
    }

    private static Wire wire(RawServer server, Path trusted, Map<String, Secret> headers, Reach reach)
            throws Exception {
        return Wire.reaching(
                "https://127.0.0.1:" + server.port() + "/v1/completions",
                ServerKeys.authority(trusted),
                HttpVersion.HTTP_1_1,
                headers,
                reach);
    }

    @Test
    void aKeyStoreOrAPemPairProvesWhoAsks() throws Exception {
        Path keys = ServerKeys.store(directory, "server", "-ext", "san=ip:127.0.0.1");
        Path client = ServerKeys.store(directory, "client");
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(ServerKeys.load(client)
                                .getKey("server", ServerKeys.PASSWORD.toCharArray())
                                .getEncoded())
                + "\n-----END PRIVATE KEY-----\n"
                + ServerKeys.pem(client);
        List<ClientCertificate> both = List.of(
                ClientCertificate.inStore(
                        "client.p12",
                        Files.readAllBytes(client),
                        "PKCS12",
                        Optional.of(new Secret(ServerKeys.PASSWORD))),
                ClientCertificate.inPem("client.pem", pem));
        try (RawServer server = demanding(keys, client)) {
            for (ClientCertificate certificate : both) {
                Reach reach = new Reach(Optional.empty(), Optional.of(certificate));
                try (Wire wire = wire(server, keys, Map.of(), reach)) {
                    RequestSample sample = wire.ask();
                    assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
                }
            }
            try (Wire wire = wire(server, keys, Map.of(), Reach.DIRECT)) {
                assertThat(wire.ask().outcome()).isIn(Outcome.TLS, Outcome.RESET);
            }
        }
    }

    @Test
    void aHostHeaderNamesTheServerWhoseCertificateIsDue() throws Exception {
        Path keys = ServerKeys.store(directory, "server", "-ext", "san=dns:llm.example");
        Path client = ServerKeys.store(directory, "client");
        Reach reach = new Reach(
                Optional.empty(),
                Optional.of(ClientCertificate.inStore(
                        "client.p12",
                        Files.readAllBytes(client),
                        "PKCS12",
                        Optional.of(new Secret(ServerKeys.PASSWORD)))));
        try (RawServer server = demanding(keys, client)) {
            try (Wire wire = wire(server, keys, Map.of("Host", new Secret("llm.example")), reach)) {
                RequestSample sample = wire.ask();
                assertThat(sample.outcome()).as(sample.error()).isEqualTo(Outcome.OK);
                assertThat(server.requests.get(0).headers()).containsEntry("host", "llm.example");
            }
            try (Wire wire = wire(server, keys, Map.of(), reach)) {
                assertThat(wire.ask().outcome()).isEqualTo(Outcome.TLS);
            }
        }
    }
}
