package dev.llmbench.http;

import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The part of a connection that an exchange uses, as HttpClient's chain sees it. */
final class Leased extends AsyncConnectionEndpoint {
    private volatile boolean connected;

    void connected() {
        connected = true;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void execute(
            String id,
            AsyncClientExchangeHandler handler,
            @Nullable HandlerFactory<AsyncPushConsumer> pushed,
            HttpContext context) {
        ApacheExchange.in(context).execute(handler, context);
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        // The engine enforces the timeout.
    }

    @Override
    public void close(CloseMode mode) {
        connected = false;
    }
}
