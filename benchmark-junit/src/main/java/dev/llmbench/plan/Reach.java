package dev.llmbench.plan;

import java.util.Optional;

/**
 * What stands between the load generator and the endpoint.
 *
 * <pre>{@code
 * boolean through = result.plan().target().reach().proxy().isPresent();
 * }</pre>
 *
 * @param proxy what requests go through; empty for the direct way
 * @param certificate what the load generator proves itself with where a server asks for it; empty for nothing
 */
public record Reach(Optional<ProxyServer> proxy, Optional<ClientCertificate> certificate) {
    /** The direct way, with no certificate. */
    public static final Reach DIRECT = new Reach(Optional.empty(), Optional.empty());
}
