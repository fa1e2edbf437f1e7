package dev.llmbench.http;

import java.net.URI;

/**
 * The server that requests go to.
 *
 * @param encrypted whether it is spoken to in TLS
 * @param host its name or address, an IPv6 address without brackets
 */
public record Origin(boolean encrypted, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** The server of an {@code http} or {@code https} URL. */
    public static Origin of(URI url) {
        boolean encrypted = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : encrypted ? HTTPS : HTTP;
        return new Origin(encrypted, url.getHost().replaceAll("^\\[|]$", ""), port);
    }
}
