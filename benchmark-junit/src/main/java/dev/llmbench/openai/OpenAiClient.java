package dev.llmbench.openai;

import dev.llmbench.http.Destination;
import dev.llmbench.http.HttpTransport;
import dev.llmbench.http.HttpVersions;
import dev.llmbench.http.TlsContext;
import dev.llmbench.plan.ClientCertificate;
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
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/** Sends requests to an endpoint with HTTP/1.1 or HTTP/2 over persistent connections. */
public final class OpenAiClient implements Transport {
    private final RequestHead head;
    private final AnswerReaders readers;
    private final @Nullable TokenCounting counting;
    private final StallLog stalls;
    private final HttpTransport transport;

    /** Creates a client that only knows the tokens that the server counts. */
    public OpenAiClient(Target target, RequestOptions options, StallLog stalls) {
        this(target, options, false, Optional.empty(), stalls);
    }

    /**
     * Creates a client. Connections are opened when needed.
     *
     * @param options the options of the requests
     * @param keepsAnswers whether the text of answers is kept until their samples have arrived, to continue conversations
     * @param tokenizer counts the tokens that the server does not count; empty to use the number of events with output
     * @param stalls the log of stalls, whose ticker stamps reads and writes, and in which stalls of the client's
     *     threads are recorded
     */
    public OpenAiClient(
            Target target,
            RequestOptions options,
            boolean keepsAnswers,
            Optional<Tokenizer> tokenizer,
            StallLog stalls) {
        this(target, options, keepsAnswers, tokenizer, stalls, HttpTransport::to);
    }

    OpenAiClient(
            Target target,
            RequestOptions options,
            boolean keepsAnswers,
            Optional<Tokenizer> tokenizer,
            StallLog stalls,
            BiFunction<Destination, StallLog, HttpTransport> transports) {
        this.stalls = stalls;
        this.readers = new AnswerReaders(options, keepsAnswers || tokenizer.isPresent());
        this.head = new RequestHead(target, readers.accepted());
        this.counting = tokenizer.map(TokenCounting::new).orElse(null);
        this.transport = transports.apply(
                new Destination(
                        head.origin(),
                        head.origin().encrypted() ? Optional.of(trust(target)) : Optional.empty(),
                        target.httpVersion() == HttpVersion.HTTP_2,
                        target.keepAlive(),
                        target.connectTimeout(),
                        RequestHead.via(target)),
                stalls);
    }

    private static TlsContext trust(Target target) {
        TlsTrust trust = target.trust();
        KeyManager[] keys =
                target.reach().certificate().map(ClientCertificate::managers).orElse(new KeyManager[0]);
        if (trust.isInsecure()) {
            return TlsContext.trustingAny(keys);
        }
        return trust.authorities().isEmpty() ? TlsContext.usual(keys) : TlsContext.trusting(trust.authorities(), keys);
    }

    @Override
    public InFlight send(Call call, Consumer<RequestSample> whenEnded) {
        Exchange exchange = new Exchange(call, head, readers, counting, stalls, whenEnded);
        exchange.start(transport);
        return exchange;
    }

    /** Returns the HTTP versions used so far. */
    public Set<HttpVersion> spoken() {
        HttpVersions spoken = transport.spoken();
        Set<HttpVersion> versions = EnumSet.noneOf(HttpVersion.class);
        if (spoken.http1()) {
            versions.add(HttpVersion.HTTP_1_1);
        }
        if (spoken.http2()) {
            versions.add(HttpVersion.HTTP_2);
        }
        return versions;
    }

    /** Returns how many requests have been sent again because their idle connection had been closed. */
    public long reconnects() {
        return transport.reconnects();
    }

    @Override
    public void close() {
        transport.close();
        if (counting != null) {
            counting.close();
        }
    }
}
