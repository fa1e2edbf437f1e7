package dev.llmbench.http;

import java.net.URI;

/**
 * The server that requests are sent to.
 *
 * @param encrypted whether TLS is used
 * @param host its name or address; an IPv6 address has no brackets
 * @param name the name that its certificate must be valid for
 */
public record Origin(boolean encrypted, String host, int port, String name) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Creates a server whose certificate must be valid for its host. */
    public Origin(boolean encrypted, String host, int port) {
        this(encrypted, host, port, host);
    }

    /** Returns the same server, known by the name in a {@code Host} header with or without a port. */
    public Origin named(String authority) {
        String named = authority.replaceFirst(":[0-9]*$", "").replaceAll("^\\[|]$", "");
        return new Origin(encrypted, host, port, named);
    }

    /** Returns the server of an {@code http} or {@code https} URL. */
    public static Origin of(URI url) {
        boolean encrypted = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : encrypted ? HTTPS : HTTP;
        return new Origin(encrypted, url.getHost().replaceAll("^\\[|]$", ""), port);
    }
}
