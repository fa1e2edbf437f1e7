package dev.llmbench.plan;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A proxy that requests go through.
 *
 * <pre>{@code
 * String shown = ProxyServer.parse("proxy", "http://user:password@proxy:3128").shown();
 * }</pre>
 *
 * @param socks whether it speaks SOCKS 5; else HTTP
 * @param user who it knows; empty where it asks for nobody
 * @param password never shown
 */
public record ProxyServer(boolean socks, String host, int port, Optional<String> user, Optional<Secret> password) {
    private static final Set<String> SOCKS = Set.of("socks", "socks5", "socks5h");
    private static final int SOCKS_PORT = 1080;
    private static final int HTTP_PORT = 80;

    /**
     * Reads a proxy's URL; without a scheme it is HTTP's.
     *
     * @param attribute what gave the text, for messages
     * @throws ConfigurationException if it is none
     */
    public static ProxyServer parse(String attribute, String text) {
        try {
            URI url = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean socks = SOCKS.contains(scheme);
            if (url.getHost() != null && (socks || scheme.equals("http"))) {
                int port = url.getPort() >= 0 ? url.getPort() : socks ? SOCKS_PORT : HTTP_PORT;
                String[] user = url.getRawUserInfo() == null
                        ? new String[0]
                        : url.getRawUserInfo().split(":", 2);
                return new ProxyServer(
                        socks,
                        url.getHost(),
                        port,
                        user.length > 0 ? Optional.of(decoded(user[0])) : Optional.empty(),
                        user.length > 1 ? Optional.of(new Secret(decoded(user[1]))) : Optional.empty());
            }
        } catch (IllegalArgumentException e) {
            // Its message could hold the password.
        }
        throw ConfigurationException.of(
                attribute,
                Secrets.shownUrl(text),
                "a proxy is an http or socks5 URL with a host; a proxy that is spoken to in TLS is not supported",
                "Write for example http://proxy:3128, with credentials by a placeholder, or none for the direct way");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Such as {@code http://proxy:3128}: without credentials. */
    public String shown() {
        return (socks ? "socks5" : "http") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return shown();
    }
}
