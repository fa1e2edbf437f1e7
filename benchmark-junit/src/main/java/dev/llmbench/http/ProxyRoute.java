package dev.llmbench.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A proxy.
 *
 * @param socks whether it is a SOCKS 5 proxy; otherwise it is an HTTP proxy
 * @param user the user; empty if the proxy needs no credentials
 */
public record ProxyRoute(boolean socks, String host, int port, String user, String password) {
    /** Returns the value of {@code Proxy-Authorization}; empty if the proxy needs no credentials. */
    public String authorization() {
        return user.isEmpty()
                ? ""
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
