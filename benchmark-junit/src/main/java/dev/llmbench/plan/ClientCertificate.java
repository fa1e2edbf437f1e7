package dev.llmbench.plan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate and its key, with which the load generator authenticates itself to a server.
 *
 * <pre>{@code
 * Optional<String> file = result.plan().target().reach().certificate().map(ClientCertificate::said);
 * }</pre>
 */
public final class ClientCertificate {
    private static final String ATTRIBUTE = "clientCertificate";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String PASSWORD_REMEDY = "Is the password right? It is read only from the environment variable"
            + " LLMBENCH_CLIENT_CERTIFICATE_PASSWORD";

    private final String said;
    private final Optional<KeyStore> keys;
    private final char[] password;

    private ClientCertificate(String said, Optional<KeyStore> keys, char[] password) {
        this.said = said;
        this.keys = keys;
        this.password = password;
    }

    /** Returns a certificate of which only the name is known, as in the files of a finished run. */
    public static ClientCertificate named(String said) {
        return new ClientCertificate(said, Optional.empty(), new char[0]);
    }

    /**
     * Reads the certificate and key from a key store, such as a PKCS12 file.
     *
     * @param said the file's name
     * @param type such as {@code PKCS12}
     * @throws ConfigurationException if the content cannot be read as such a key store
     */
    public static ClientCertificate inStore(String said, byte[] content, String type, Optional<Secret> password) {
        char[] letters = password.map(Secret::reveal).orElse("").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), letters);
            return checked(said, store, letters);
        } catch (GeneralSecurityException | IOException e) {
            throw mistake(
                    said, "this is not a key store of type " + type + " that the password opens", PASSWORD_REMEDY);
        }
    }

    /**
     * Reads a certificate, followed by those of its issuers, and its key, all in PEM.
     *
     * @param said the name of the file, or of both
     * @throws ConfigurationException if the certificate or the key is missing
     */
    public static ClientCertificate inPem(String said, String pem) {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw mistake(
                    said,
                    "it has no private key in PKCS #8, which begins with -----BEGIN PRIVATE KEY-----",
                    "Name both files, separated by a comma; openssl pkcs8 -topk8 -nodes converts another key");
        }
        String encoded = key.group(1);
        try {
            byte[] bytes = key.replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .toArray(Certificate[]::new);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key(Base64.getMimeDecoder().decode(encoded)), new char[0], chain);
            return checked(said, store, new char[0]);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw mistake(
                    said,
                    "these are not a certificate and key in PEM: " + e.getMessage(),
                    "A certificate begins with -----BEGIN CERTIFICATE-----");
        }
    }

    private static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // Try the next algorithm.
            }
        }
        throw new GeneralSecurityException("the key must be RSA, EC or Ed25519");
    }

    private static ClientCertificate checked(String said, KeyStore store, char[] password)
            throws GeneralSecurityException {
        ClientCertificate made = new ClientCertificate(said, Optional.of(store), password);
        managers(store, password);
        return made;
    }

    private static ConfigurationException mistake(String said, String rule, String remedy) {
        return ConfigurationException.of(ATTRIBUTE, said, rule, remedy);
    }

    private static KeyManager[] managers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    /** Returns the name of the file or files, as the test gives it. */
    public String said() {
        return said;
    }

    /** Returns the key store with the certificate and its key; empty if only the name is known. */
    public Optional<KeyStore> keys() {
        return keys;
    }

    /** Returns the password of the key store. */
    public Secret password() {
        return new Secret(new String(password));
    }

    /** Returns the key managers for a TLS handshake. */
    public KeyManager[] managers() {
        try {
            return keys.isEmpty() ? new KeyManager[0] : managers(keys.get(), password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key store was readable before", e);
        }
    }

    @Override
    public String toString() {
        return said;
    }
}
