package dev.llmbench.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.http.Carrier;
import dev.llmbench.http.HttpTransport;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.TlsTrust;
import dev.llmbench.prompt.TextPrompt;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.RunClock;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client and the calls made with it. */
final class Wire implements AutoCloseable {
    private static final String KEY = "sk-a-key-that-nobody-may-see";

    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal.withInitial(() -> Carrier.EVENT_LOOPS);

    private final RunClock clock;
    private final AtomicInteger calls = new AtomicInteger();
    private final RequestOptions options;
    final OpenAiClient client;

    private Wire(String url, boolean streaming, Duration connectTimeout, Ticker ticker) {
        this(url, streaming, Optional.empty(), connectTimeout, ticker);
    }

    private Wire(String url, boolean streaming, Optional<Tokenizer> tokenizer, Duration connectTimeout, Ticker ticker) {
        this(url, streaming, tokenizer, connectTimeout, TlsTrust.OF_THE_JVM, ticker);
    }

    private Wire(
            String url,
            boolean streaming,
            Optional<Tokenizer> tokenizer,
            Duration connectTimeout,
            TlsTrust trust,
            Ticker ticker) {
        this(target(url, connectTimeout, trust, HttpVersion.HTTP_1_1), full(streaming), tokenizer, ticker);
    }

    private Wire(Target target, RequestOptions options, Optional<Tokenizer> tokenizer, Ticker ticker) {
        this.clock = RunClock.starting(ticker);
        this.options = options;
        this.client = new OpenAiClient(
                target,
                options,
                true,
                tokenizer,
                new StallLog(ticker),
                CARRIER.get() == Carrier.HTTP_CLIENT ? HttpTransport::byHttpClient : HttpTransport::to);
    }

    /** Says what carries the requests of those that this thread makes from now on. */
    static void carriedBy(Carrier carrier) {
        CARRIER.set(carrier);
    }

    private static Target target(String url, Duration connectTimeout, TlsTrust trust, HttpVersion version) {
        return new Target(
                URI.create(url),
                Optional.of(new Secret(KEY)),
                Map.of("x-team", new Secret("performance")),
                connectTimeout,
                Duration.ofMinutes(1),
                Optional.empty(),
                trust,
                version);
    }

    private static RequestOptions full(boolean streaming) {
        return new RequestOptions(
                PromptType.FULL,
                Optional.of("a-model"),
                OptionalInt.of(5),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode(),
                streaming);
    }

    /** A client that sends such requests. */
    static Wire sending(RawServer server, RequestOptions options) {
        return sending(server, options, Ticker.system());
    }

    static Wire sending(RawServer server, RequestOptions options, Ticker ticker) {
        return new Wire(
                target(
                        "http://127.0.0.1:" + server.port() + "/v1/completions",
                        Duration.ofSeconds(30),
                        TlsTrust.OF_THE_JVM,
                        HttpVersion.HTTP_1_1),
                options,
                Optional.empty(),
                ticker);
    }

    /** A client that trusts these, sends such headers and reaches the endpoint so, as its plan asks for it. */
    static Wire reaching(String url, TlsTrust trust, HttpVersion version, Map<String, Secret> headers, Reach reach) {
        Target usual = target(url, Duration.ofSeconds(20), trust, version);
        return new Wire(
                new Target(
                        usual.endpoint(),
                        usual.apiKey(),
                        headers,
                        usual.connectTimeout(),
                        usual.requestTimeout(),
                        usual.idleTimeout(),
                        trust,
                        version,
                        true,
                        reach),
                full(true),
                Optional.empty(),
                Ticker.system());
    }

    /** A client that speaks HTTP/2 where the server does. */
    static Wire http2(String url, TlsTrust trust, Duration connectTimeout) {
        return new Wire(
                target(url, connectTimeout, trust, HttpVersion.HTTP_2), full(true), Optional.empty(), Ticker.system());
    }

    /** The moments of a request that was answered, in the order that they must have. */
    static List<Long> inOrder(Moments at) {
        return List.of(
                at.scheduled(),
                at.dispatched(),
                at.sent(),
                at.headers(),
                at.firstEvent(),
                at.firstToken(),
                at.lastToken(),
                at.end());
    }

    static Wire to(RawServer server) {
        return to("http://127.0.0.1:" + server.port() + "/v1/completions?v=1");
    }

    static Wire to(String url) {
        return withTicker(url, Ticker.system());
    }

    static Wire withTicker(String url, Ticker ticker) {
        return new Wire(url, true, Duration.ofSeconds(30), ticker);
    }

    static Wire withConnectTimeout(String url, Duration connectTimeout) {
        return new Wire(url, true, connectTimeout, Ticker.system());
    }

    static Wire trusting(TlsTrust trust, String url) {
        return new Wire(url, true, Optional.empty(), Duration.ofSeconds(30), trust, Ticker.system());
    }

    /** A client that has what the server does not count counted. */
    static Wire counting(RawServer server, boolean streaming, Tokenizer tokenizer) {
        return new Wire(
                "http://127.0.0.1:" + server.port() + "/v1/completions",
                streaming,
                Optional.of(tokenizer),
                Duration.ofSeconds(30),
                Ticker.system());
    }

    static Wire notStreaming(RawServer server) {
        return new Wire(
                "http://127.0.0.1:" + server.port() + "/v1/completions",
                false,
                Duration.ofSeconds(30),
                Ticker.system());
    }

    static Wire notStreaming(String url, Ticker ticker) {
        return new Wire(url, false, Duration.ofSeconds(30), ticker);
    }

    /** A call under way and the samples that came of it. */
    static final class Sent {
        private static final long PATIENCE_NANOS = 20_000_000_000L;

        private final BlockingQueue<RequestSample> samples = new LinkedBlockingQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private final InFlight inFlight;

        private Sent(OpenAiClient client, Call call) {
            inFlight = client.send(call, sample -> {
                count.incrementAndGet();
                samples.add(sample);
            });
        }

        RequestSample sample() throws InterruptedException {
            RequestSample sample = samples.poll(20, TimeUnit.SECONDS);
            if (sample == null) {
                throw new AssertionError("no sample came");
            }
            return sample;
        }

        /** How many samples there are by now. */
        int count() {
            return count.get();
        }

        /** Waits until the request was sent. */
        void awaitSent() {
            await(() -> inFlight.soFar().sent() != Moments.ABSENT);
        }

        /** Waits until the headers were read, or the request is over. */
        void awaitHeaders() {
            await(() -> count.get() > 0 || inFlight.soFar().headers() != Moments.ABSENT);
        }

        /** Waits until a token was read. */
        void awaitToken() {
            await(() -> inFlight.soFar().lastToken() != Moments.ABSENT);
        }

        /** Waits until something was read at that time of the run, or the request is over. */
        void awaitRead(long micros) {
            await(() -> count.get() > 0 || inFlight.silentSince() >= micros);
        }

        private static void await(BooleanSupplier condition) {
            long start = System.nanoTime();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new AssertionError("the client did not go on");
                }
                LockSupport.parkNanos(100_000);
            }
        }

        Optional<Duration> retryAfter() {
            return inFlight.retryAfter();
        }

        void cut(Outcome outcome, String why) {
            inFlight.cut(outcome, why);
        }
    }

    Sent send() {
        return send("Once");
    }

    Sent send(String prompt) {
        PreparedRequest request =
                PreparedRequest.of(new TextPrompt("p1", prompt, OptionalInt.empty(), OptionalInt.of(3)), options);
        int number = calls.incrementAndGet();
        return new Sent(
                client, new Call("id-" + number, "test", 1, Phase.MEASURED, number, request, clock, clock.micros()));
    }

    RequestSample ask() throws InterruptedException {
        return send().sample();
    }

    @Override
    public void close() {
        client.close();
    }
}
