package dev.llmbench.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A proxy.
 *
 * @param socks whether it speaks SOCKS 5; else HTTP
 * @param user empty where it asks for nobody
 */
public record ProxyRoute(boolean socks, String host, int port, String user, String password) {
    /** The value of {@code Proxy-Authorization}; empty where nobody is asked for. */
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
