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
 * @param socks whether it is a SOCKS 5 proxy; otherwise an HTTP proxy
 * @param user the user name; empty for no credentials
 * @param password never shown
 */
public record ProxyServer(boolean socks, String host, int port, Optional<String> user, Optional<Secret> password) {
    private static final Set<String> SOCKS = Set.of("socks", "socks5", "socks5h");
    private static final int SOCKS_PORT = 1080;
    private static final int HTTP_PORT = 80;

    /**
     * Parses a proxy's URL; the default scheme is HTTP.
     *
     * @param attribute the name of the attribute, for messages
     * @throws ConfigurationException if the text is not the URL of a proxy
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
            // Its message could contain the password.
        }
        throw ConfigurationException.of(
                attribute,
                Secrets.shownUrl(text),
                "a proxy is an http or socks5 URL with a host; TLS connections to a proxy are not supported",
                "Write for example http://proxy:3128, with placeholders for credentials, or none for a direct"
                        + " connection");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the URL without credentials, such as {@code http://proxy:3128}. */
    public String shown() {
        return (socks ? "socks5" : "http") + "://" + (isBareIpv6() ? "[" + host + "]" : host) + ":" + port;
    }

    private boolean isBareIpv6() {
        return host.contains(":") && !host.startsWith("[");
    }

    @Override
    public String toString() {
        return shown();
    }
}
