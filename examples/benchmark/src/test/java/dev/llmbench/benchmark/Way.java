package dev.llmbench.benchmark;

import java.net.URI;
import java.util.List;

/** How the load generator reaches the server, and by that which of its transports does. */
enum Way {
    DIRECT("event loops, HTTP/1.1"),
    /** The server is its own proxy, so that nothing stands between the two. */
    HTTP_CLIENT("HttpClient, HTTP/1.1"),
    /** The simulator speaks HTTP/1.1 alone, so that HAProxy stands before it. */
    FRONT("event loops, HTTP/1.1 through HAProxy"),
    FRONT_HTTP_2("HttpClient, HTTP/2 through HAProxy");

    private final String shown;

    Way(String shown) {
        this.shown = shown;
    }

    String shown() {
        return shown;
    }

    boolean hasFront() {
        return this == FRONT || this == FRONT_HTTP_2;
    }

    /** What the generator's JVM is told. */
    List<String> options(Server server) {
        return switch (this) {
            case DIRECT, FRONT -> List.of();
            case HTTP_CLIENT ->
                List.of(
                        "-Dhttp.proxyHost=127.0.0.1",
                        "-Dhttp.proxyPort=" + URI.create(server.url()).getPort(),
                        // Else this machine is reached directly.
                        "-Dhttp.nonProxyHosts=");
            case FRONT_HTTP_2 -> List.of("-Dbenchmark.http=HTTP_2");
        };
    }
}
