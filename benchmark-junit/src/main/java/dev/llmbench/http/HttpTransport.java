package dev.llmbench.http;

import dev.llmbench.sample.StallLog;

/** Sends requests to one server. The number of connections is unlimited, and no request waits for another to end. */
public interface HttpTransport extends AutoCloseable {

    /**
     * Creates a transport that uses the event loops if they support the destination, and Apache HttpClient otherwise.
     */
    static HttpTransport to(Destination destination, StallLog stalls) {
        return destination.isForLoops() ? new HttpConnections(destination, stalls) : byHttpClient(destination, stalls);
    }

    /** Creates a transport that uses Apache HttpClient even if the event loops support the destination. */
    static HttpTransport byHttpClient(Destination destination, StallLog stalls) {
        return new ApacheTransport(destination, stalls);
    }

    /** Sends a request without waiting for the response. */
    ClientRequest send(HttpRequest request, HttpExchange exchange);

    /** Returns the HTTP versions that were used so far. */
    HttpVersions spoken();

    /** Returns how many requests were sent again so far because their idle connection had been closed. */
    long reconnects();

    /** Closes all connections. Requests in flight fail as interrupted before this method returns. */
    @Override
    void close();
}
