package dev.llmbench.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.TlsTrust;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates of servers, made by the JDK's own tool. */
public final class ServerKeys {
    public static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

    private ServerKeys() {}

    /** A key store with a key and its certificate, of which more may be said. */
    public static Path store(Path directory, String name, String... more) throws Exception {
        return kept(directory, name, List.of(more), store -> {
            List<String> making =
                    new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", ALIAS, "-dname", "CN=localhost"));
            making.addAll(List.of(more));
            keytool(store, making);
        });
    }

    /** The same with a certificate that an authority issued. */
    static Path issued(Path directory, String name, Path authority, String... more) throws Exception {
        return kept(directory, name, List.of(more), store -> {
            Files.copy(store(directory, name + "-unsigned"), store);
            Path request = directory.resolve(name + ".csr");
            Files.writeString(request, keytool(store, List.of("-certreq", "-alias", ALIAS)));
            List<String> issuing =
                    new ArrayList<>(List.of("-gencert", "-rfc", "-alias", ALIAS, "-infile", request.toString()));
            issuing.addAll(List.of(more));
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(keytool(authority, issuing).getBytes(ISO_8859_1)));
            KeyStore keys = load(store);
            Certificate[] chain = {certificate, certificate(authority)};
            keys.setKeyEntry(ALIAS, keys.getKey(ALIAS, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
            try (OutputStream out = Files.newOutputStream(store)) {
                keys.store(out, PASSWORD.toCharArray());
            }
        });
    }

    private interface Making {
        void write(Path store) throws Exception;
    }

    /** Starts the tool once per JVM for what several tests ask for. */
    private static Path kept(Path directory, String name, List<String> more, Making making) throws Exception {
        Path store = directory.resolve(name + ".p12");
        List<String> asked = Stream.concat(Stream.of(name), more.stream()).toList();
        byte[] made = MADE.get(asked);
        if (made == null) {
            Files.deleteIfExists(store);
            making.write(store);
            MADE.put(asked, Files.readAllBytes(store));
        } else {
            Files.write(store, made);
        }
        return store;
    }

    /** The certificate of a key store as a file of authorities. */
    static TlsTrust authority(Path store) throws Exception {
        return TlsTrust.in("ca.pem", pem(store));
    }

    /** The certificate of a key store as PEM. */
    static String pem(Path store) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate(store).getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    static Certificate certificate(Path store) throws Exception {
        return load(store).getCertificate(ALIAS);
    }

    static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String keytool(Path store, List<String> arguments) throws Exception {
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
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(load(keyStore), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
