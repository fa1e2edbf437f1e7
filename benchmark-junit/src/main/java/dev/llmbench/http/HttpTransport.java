package dev.llmbench.http;

import dev.llmbench.sample.StallLog;

/** Sends requests to one server. The number of connections is not limited, and no request waits for another to end. */
public interface HttpTransport extends AutoCloseable {

    /** A transport with no connection yet: the event loops for what they do, Apache HttpClient for all else. */
    static HttpTransport to(Destination destination, StallLog stalls) {
        return destination.isForLoops() ? new HttpConnections(destination, stalls) : byHttpClient(destination, stalls);
    }

    /** A transport by Apache HttpClient, even where the event loops would do. */
    static HttpTransport byHttpClient(Destination destination, StallLog stalls) {
        return new ApacheTransport(destination, stalls);
    }

    /** Sends a request and returns at once. */
    ClientRequest send(HttpRequest request, HttpExchange exchange);

    /** Which versions of HTTP were used so far. */
    HttpVersions spoken();

    /** How many requests were sent again so far because their kept-alive connection had been closed. */
    long reconnects();

    /** Closes all connections; what is in flight fails as interrupted before this returns. */
    @Override
    void close();
}
