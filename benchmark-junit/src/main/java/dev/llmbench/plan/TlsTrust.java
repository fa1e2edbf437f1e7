package dev.llmbench.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;

/**
 * The server certificates that are trusted.
 *
 * <pre>{@code
 * boolean anybodyMayAnswer = result.plan().target().trust().isInsecure();
 * }</pre>
 *
 * @param setting the attribute as written: empty for those that the JVM trusts, {@code insecure} for any, otherwise a file
 * @param authorities the certificates in that file; empty otherwise
 */
public record TlsTrust(String setting, List<Certificate> authorities) {
    private static final String ANY = "insecure";

    /** Trusts what the JVM trusts. */
    public static final TlsTrust OF_THE_JVM = new TlsTrust("", List.of());

    /** Trusts any certificate, regardless of issuer and subject, so the server is not authenticated. */
    public static final TlsTrust INSECURE = new TlsTrust(ANY, List.of());

    public TlsTrust {
        authorities = List.copyOf(authorities);
    }

    /** Whether the text says {@code insecure} rather than naming a file. */
    public static boolean saysInsecure(String setting) {
        return setting.strip().toLowerCase(Locale.ROOT).equals(ANY);
    }

    /**
     * Trusts the certificates of a PEM file instead of those that the JVM trusts.
     *
     * @param setting the file's name
     * @param pem the file's content
     * @throws ConfigurationException if the file has no certificate
     */
    public static TlsTrust in(String setting, String pem) {
        try {
            List<Certificate> read = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))));
            if (!read.isEmpty()) {
                return new TlsTrust(setting, read);
            }
        } catch (CertificateException e) {
            throw noCertificates(setting).causedBy(e);
        }
        throw noCertificates(setting);
    }

    private static ConfigurationException noCertificates(String setting) {
        return ConfigurationException.of(
                "trust",
                setting,
                "this is not a file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----",
                "Name such a file, or set a key store for the JVM with -Djavax.net.ssl.trustStore");
    }

    /** Whether any certificate is accepted. */
    public boolean isInsecure() {
        return setting.equals(ANY);
    }
}
