package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.time.Duration;

/** The two that carry requests in HTTP/1.1. */
public enum Carrier {
    EVENT_LOOPS,
    HTTP_CLIENT;

    HttpTransport to(Destination destination, StallLog stalls) {
        return this == HTTP_CLIENT
                ? new ApacheTransport(destination, stalls, 1)
                : HttpTransport.to(destination, stalls);
    }

    HttpTransport to(String host, int port, Duration timeout, StallLog stalls) {
        return to(Destination.plain(new Origin(false, host, port), timeout), stalls);
    }
}
