package dev.llmbench.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.TlsTrust;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates of servers, made by the JDK's own tool. */
final class ServerKeys {
    static final String PASSWORD = "changeit";

    private ServerKeys() {}

    /** A key store with a key and its certificate, of which more may be said. */
    static Path store(Path directory, String name, String... more) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Files.deleteIfExists(store);
        keytool(
                store,
                Stream.concat(
                                Stream.of("-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost"),
                                Stream.of(more))
                        .toList());
        return store;
    }

    /** The certificate of a key store as a file of authorities. */
    static TlsTrust authority(Path store) throws Exception {
        return TlsTrust.in("ca.pem", keytool(store, List.of("-exportcert", "-rfc", "-alias", "server")));
    }

    static String keytool(Path store, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(keytool.waitFor()).as(said).isZero();
        return said;
    }

    /** TLS as the server with that key store does it. */
    static SSLContext context(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
