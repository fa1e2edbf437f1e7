package dev.llmbench.cluster.jgroups;

import dev.llmbench.plan.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The secret that all members of a cluster share: a private key and its self-signed certificate, the only one that they trust.
 * Whoever has it belongs to the cluster.
 */
public final class ClusterKey {
    /** The environment variable with the key. */
    public static final String VARIABLE = "LLMBENCH_CLUSTER_KEY";

    private static final String REMEDY =
            "Set it to the path of a key file, which the command \"key FILE\" creates, or to that file's bytes in base64";
    private static final String PROTOCOL = "TLSv1.3";
    /** PKCS12 requires a password, but the file itself is the secret. */
    private static final String PASSWORD = "llmbench";

    private final byte[] pkcs12;
    private final Certificate certificate;
    private final SSLContext context;

    private ClusterKey(byte[] pkcs12, KeyStore store) throws GeneralSecurityException {
        this.pkcs12 = pkcs12;
        List<String> aliases = Collections.list(store.aliases());
        if (aliases.size() != 1 || !store.isKeyEntry(aliases.get(0))) {
            throw new GeneralSecurityException("It holds " + aliases.size() + " entries instead of one key");
        }
        this.certificate = store.getCertificate(aliases.get(0));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        this.context = SSLContext.getInstance(PROTOCOL);
        context.init(keys.getKeyManagers(), new TrustManager[] {new OnlyThis(certificate)}, null);
    }

    /**
     * Creates a key and writes it to a file that only its owner may read.
     *
     * @throws FileAlreadyExistsException if the file exists, since other members may use its key
     */
    public static ClusterKey create(Path file) throws IOException {
        ClusterKey key = ephemeral();
        Files.createFile(file, ownersOnly());
        Files.write(file, key.pkcs12);
        return key;
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Creates a key for a cluster on this machine, without a file. */
    public static ClusterKey ephemeral() throws IOException {
        // Only the owner may read the files of a temporary directory.
        Path directory = Files.createTempDirectory("llmbench-key");
        Path file = directory.resolve("cluster.p12");
        try {
            keytool(file);
            return read(Files.readAllBytes(file));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void keytool(Path file) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments = "-J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -genkeypair -alias cluster -dname CN=llmbench"
                + " -keyalg EC -groupname secp256r1 -validity 36500 -storetype PKCS12 -storepass " + PASSWORD;
        List<String> command = new ArrayList<>(List.of(arguments.split(" ", -1)));
        command.add(0, tool.toString());
        command.addAll(List.of("-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException(tool + " cannot create a key: " + said.strip());
            }
        } catch (InterruptedException e) {
            keytool.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + tool + " was creating a key", e);
        }
    }

    /**
     * Reads the bytes of a key file.
     *
     * @throws ConfigurationException if they are not those of a key file
     */
    public static ClusterKey read(byte[] pkcs12) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(pkcs12), PASSWORD.toCharArray());
            return new ClusterKey(pkcs12.clone(), store);
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("is not a key file of a cluster").causedBy(e);
        }
    }

    /**
     * Reads the key that {@value #VARIABLE} names or contains.
     *
     * @throws ConfigurationException if there is none
     */
    public static ClusterKey fromEnvironment(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "").strip();
        if (value.isEmpty()) {
            throw wrong("is not set, but the members of a cluster need its key");
        }
        return read(isBase64(value) ? decoded(value) : file(value));
    }

    /** Distinguishes base64 from a path: a key file begins with the bytes {@code 0x30 0x82}, and such a path would be shorter. */
    private static boolean isBase64(String value) {
        return value.startsWith("MII") && value.length() > 400;
    }

    private static byte[] decoded(String value) {
        try {
            return Base64.getDecoder().decode(value.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The message of the cause may quote the key.
            throw wrong("is neither the path of a file nor base64");
        }
    }

    private static byte[] file(String value) {
        try {
            return Files.readAllBytes(Path.of(value));
        } catch (IOException | IllegalArgumentException e) {
            // A text that looks like base64 may be part of a key.
            String name = value.matches("[A-Za-z0-9+/=\\s]*") ? "a file" : "\"" + value + "\"";
            throw wrong(
                    "names " + name + ", which cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ConfigurationException wrong(String how) {
        return ConfigurationException.saying(VARIABLE + " " + how + ". " + REMEDY + ".");
    }

    /** Returns the bytes of the key file in base64, for {@value #VARIABLE}. */
    public String base64() {
        return Base64.getEncoder().encodeToString(pkcs12);
    }

    /** Returns the context of connections whose ends must both have this key. */
    public SSLContext context() {
        return context;
    }

    /** Returns the parameters of both ends of a connection. */
    static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** Returns the certificate's fingerprint, which distinguishes keys and is no secret. */
    @Override
    public String toString() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "cluster key " + HexFormat.of().formatHex(digest, 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts one certificate, whatever its name and dates. */
    private record OnlyThis(Certificate certificate) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
            check(chain);
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !certificate.equals(chain[0])) {
                throw new CertificateException("The other side has another cluster key");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
