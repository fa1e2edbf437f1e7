package dev.llmbench.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates that connections accept. */
public final class TlsContext {
    private final SSLContext context;
    private final boolean verifying;

    private TlsContext(KeyManager[] keys, TrustManager @Nullable [] managers, boolean verifying)
            throws GeneralSecurityException {
        this.context = SSLContext.getInstance("TLS");
        this.context.init(keys, managers, null);
        this.verifying = verifying;
    }

    private interface Making {
        TlsContext make() throws GeneralSecurityException, IOException;
    }

    private static TlsContext made(Making making) {
        try {
            return making.make();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM does not support the TLS configuration", e);
        }
    }

    /**
     * Trusts the certificates of the trust store that the system properties name now, rather than of the one that the
     * JVM read first.
     *
     * @param keys the client's keys, for servers that request a client certificate; may be empty
     */
    public static TlsContext usual(KeyManager... keys) {
        return made(() -> new TlsContext(keys, null, true));
    }

    /** Trusts only these authorities and the certificates that they issued. */
    public static TlsContext trusting(List<Certificate> authorities, KeyManager... keys) {
        return made(() -> {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return new TlsContext(keys, factory.getTrustManagers(), true);
        });
    }

    /** Trusts any certificate, whoever it was issued to. */
    public static TlsContext trustingAny(KeyManager... keys) {
        return made(() -> new TlsContext(keys, new TrustManager[] {new Credulous()}, false));
    }

    SSLContext context() {
        return context;
    }

    /** Requires the name in the certificate to be the server's, unless any certificate is trusted. */
    void demandName(SSLParameters parameters) {
        if (verifying) {
            // Without this, any trusted certificate would be accepted, whoever it was issued to.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
