package dev.llmbench.http;

import dev.llmbench.sample.StallLog;

/** Carries requests to one server. There is no bound on connections, and no request waits for another's end. */
public interface HttpTransport extends AutoCloseable {

    /** A transport with no connection yet: the event loops for what they do, Apache HttpClient for all else. */
    static HttpTransport to(Destination destination, StallLog stalls) {
        return destination.isForLoops() ? new HttpConnections(destination, stalls) : byHttpClient(destination, stalls);
    }

    /** The same by Apache HttpClient, whatever the loops could do. */
    static HttpTransport byHttpClient(Destination destination, StallLog stalls) {
        return new ApacheTransport(destination, stalls);
    }

    /** Sends a request and returns at once. */
    ClientRequest send(HttpRequest request, HttpExchange exchange);

    /** Which versions of HTTP were spoken so far. */
    HttpVersions spoken();

    /** How many requests were sent once more so far, since the connection that was kept alive for them had ended. */
    long reconnects();

    /** Closes all connections; what is in flight fails as interrupted before this returns. */
    @Override
    void close();
}
