package dev.llmbench.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.llmbench.plan.TlsTrust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The key of the warm-up's server: created on demand, never stored, and trusted only by the warm-up's client. */
record WarmUpKey(ServerSocketFactory sockets, TlsTrust trust) {
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int BYTES = 0x04;
    private static final int OID = 0x06;
    private static final int TEXT = 0x0c;
    private static final int TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int IP_ADDRESS = 0x87;

    /** Creates a key; empty if the JVM's security settings forbid it. */
    static Optional<WarmUpKey> create() {
        try {
            return Optional.of(make());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static WarmUpKey make() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(selfSigned(pair)));
        // PKCS12 would derive a key from the password, which takes a cold JVM half a second.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        char[] password = "warm-up".toCharArray();
        store.setKeyEntry("warm-up", pair.getPrivate(), password, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new WarmUpKey(context.getServerSocketFactory(), new TlsTrust("the warm-up's own", List.of(certificate)));
    }

    /** Encodes a certificate for 127.0.0.1 in DER according to RFC 5280, since the JDK has no public API to create one. */
    private static byte[] selfSigned(KeyPair pair) throws GeneralSecurityException {
        byte[] ecdsaWithSha256 = der(SEQUENCE, oid("2a8648ce3d040302"));
        byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, oid("550403"), der(TEXT, text("warm-up")))));
        byte[] subjectAltName =
                der(SEQUENCE, oid("551d11"), der(BYTES, der(SEQUENCE, der(IP_ADDRESS, new byte[] {127, 0, 0, 1}))));
        byte[] toBeSigned = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new byte[] {1}),
                ecdsaWithSha256,
                name,
                der(SEQUENCE, der(TIME, text("000101000000Z")), der(TIME, text("491231235959Z"))),
                name,
                pair.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, subjectAltName)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(toBeSigned);
        return der(SEQUENCE, toBeSigned, ecdsaWithSha256, der(BITS, new byte[] {0}, signature.sign()));
    }

    private static byte[] oid(String hex) {
        return der(OID, HexFormat.of().parseHex(hex));
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            whole.write(0x82);
            whole.write(length >> 8);
        } else if (length >= 0x80) {
            whole.write(0x81);
        }
        whole.write(length);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
