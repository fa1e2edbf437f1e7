package dev.llmbench.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;

/**
 * Which certificates of servers are trusted.
 *
 * <pre>{@code
 * boolean anybodyMayAnswer = result.plan().target().trust().isInsecure();
 * }</pre>
 *
 * @param said what the test says of it: empty for those that the JVM trusts, {@code insecure} for any, else a file
 * @param authorities the certificates in that file; empty otherwise
 */
public record TlsTrust(String said, List<Certificate> authorities) {
    private static final String ANY = "insecure";

    /** Those that the JVM trusts. */
    public static final TlsTrust USUAL = new TlsTrust("", List.of());

    /** Any, whoever they were issued by and to: nobody knows who answers. */
    public static final TlsTrust INSECURE = new TlsTrust(ANY, List.of());

    public TlsTrust {
        authorities = List.copyOf(authorities);
    }

    /** Whether the text asks for any certificate rather than naming a file. */
    public static boolean saysInsecure(String said) {
        return said.strip().toLowerCase(Locale.ROOT).equals(ANY);
    }

    /**
     * The certificates of a PEM file, in place of those that the JVM trusts.
     *
     * @param said the file's name
     * @param pem what is in it
     * @throws ConfigurationException if there is no certificate in it
     */
    public static TlsTrust in(String said, String pem) {
        try {
            List<Certificate> read = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))));
            if (!read.isEmpty()) {
                return new TlsTrust(said, read);
            }
        } catch (CertificateException e) {
            ConfigurationException mistake = noCertificates(said);
            mistake.initCause(e);
            throw mistake;
        }
        throw noCertificates(said);
    }

    private static ConfigurationException noCertificates(String said) {
        return ConfigurationException.of(
                "trust",
                said,
                "this is no file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----",
                "Give one, or a key store to the JVM by -Djavax.net.ssl.trustStore");
    }

    /** Whether any certificate is taken for good. */
    public boolean isInsecure() {
        return said.equals(ANY);
    }
}
