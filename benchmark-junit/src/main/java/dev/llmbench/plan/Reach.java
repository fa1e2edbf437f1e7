package dev.llmbench.plan;

import java.util.Optional;

/**
 * How the endpoint is reached: through a proxy, and with a client certificate.
 *
 * <pre>{@code
 * boolean through = result.plan().target().reach().proxy().isPresent();
 * }</pre>
 *
 * @param proxy the proxy; empty for a direct connection
 * @param certificate the certificate to present if the server requests one; empty for none
 */
public record Reach(Optional<ProxyServer> proxy, Optional<ClientCertificate> certificate) {
    /** A direct connection without a client certificate. */
    public static final Reach DIRECT = new Reach(Optional.empty(), Optional.empty());
}
