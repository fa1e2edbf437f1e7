package dev.llmbench.openai;

import dev.llmbench.http.HttpConnections;
import dev.llmbench.http.HttpVersions;
import dev.llmbench.http.TlsContext;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.StallLog;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends requests to an endpoint in HTTP/1.1 or HTTP/2, with connections kept alive. */
public final class OpenAiClient implements Transport {
    private final RequestHead head;
    private final AnswerReaders readers;
    private final @Nullable TokenCounting counting;
    private final StallLog stalls;
    private final HttpConnections connections;

    /** Creates a client that knows only the tokens that the server counts. */
    public OpenAiClient(Target target, RequestOptions options, StallLog stalls) {
        this(target, options, false, Optional.empty(), stalls);
    }

    /**
     * Creates a client; connections are opened when needed.
     *
     * @param options the options of the requests
     * @param keepsAnswers whether the text of answers is kept until their samples have arrived, to continue conversations
     * @param tokenizer counts the tokens that the server does not; empty for the number of events with output
     * @param stalls its ticker stamps reads and writes; it knows, and is told, when threads stood still
     */
    public OpenAiClient(
            Target target,
            RequestOptions options,
            boolean keepsAnswers,
            Optional<Tokenizer> tokenizer,
            StallLog stalls) {
        this.stalls = stalls;
        this.readers = new AnswerReaders(options, keepsAnswers || tokenizer.isPresent());
        this.head = new RequestHead(target, readers.accepted());
        this.counting = tokenizer.map(TokenCounting::new).orElse(null);
        this.connections = new HttpConnections(
                head.origin(),
                () -> trust(target.trust()),
                target.httpVersion() == HttpVersion.HTTP_2,
                target.keepAlive(),
                target.connectTimeout(),
                stalls);
    }

    private static TlsContext trust(TlsTrust trust) {
        if (trust.isInsecure()) {
            return TlsContext.trustingAny();
        }
        return trust.authorities().isEmpty() ? TlsContext.usual() : TlsContext.trusting(trust.authorities());
    }

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        Exchange exchange = new Exchange(call, head, readers, counting, stalls, whenEnded);
        exchange.start(connections);
        return exchange;
    }

    /** The HTTP versions used so far. */
    public Set<HttpVersion> spoken() {
        HttpVersions spoken = connections.spoken();
        Set<HttpVersion> versions = EnumSet.noneOf(HttpVersion.class);
        if (spoken.http1()) {
            versions.add(HttpVersion.HTTP_1_1);
        }
        if (spoken.http2()) {
            versions.add(HttpVersion.HTTP_2);
        }
        return versions;
    }

    /** How many requests have been sent again because their kept-alive connection had ended. */
    public long reconnects() {
        return connections.reconnects();
    }

    @Override
    public void close() {
        connections.close();
        if (counting != null) {
            counting.close();
        }
    }
}
