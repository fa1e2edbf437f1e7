package dev.llmbench.junit;

import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.TraceTimeUnit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that loads an OpenAI-compatible endpoint before its body runs. The load starts after every {@code @BeforeEach};
 * then the budgets are judged; then the body runs, which can take a {@link dev.llmbench.result.LoadResult} parameter for
 * further assertions. Broken budgets and a failed body are reported together.
 *
 * <pre>{@code
 * import static dev.llmbench.assertj.LlmAssertions.assertThat;
 * import static dev.llmbench.metric.Metric.TTFT;
 * import static java.time.Duration.ofMillis;
 *
 * import dev.llmbench.junit.Budget;
 * import dev.llmbench.junit.LlmLoadTest;
 * import dev.llmbench.junit.Stage;
 * import dev.llmbench.result.LoadResult;
 *
 * class ChatLatencyIT {
 *
 *     @LlmLoadTest(
 *             endpoint = "${llm.url:http://localhost:8000}/v1/chat/completions",
 *             dataset = "datasets/llama4/prompts_chat_50_100.jsonl",
 *             stages = {@Stage(target = 10, duration = "30s"), @Stage(target = 10, duration = "2m")},
 *             budgets = @Budget(metric = TTFT, statistic = "p95", atMost = "300ms", stage = 2))
 *     void chatStaysFast(LoadResult result) {
 *         assertThat(result).stage(2).tpot().p95().isLessThanOrEqualTo(ofMillis(50));
 *     }
 * }
 * }</pre>
 *
 * <h2>Overrides for one run</h2>
 *
 * <p>Every attribute can be overridden by a JUnit configuration parameter (including system properties and {@code
 * junit-platform.properties}) or an environment variable. The key is the attribute in kebab case: {@code
 * llmbench.<attribute>} for all tests, {@code llmbench.<Class>.<attribute>} for the tests of a class, {@code
 * llmbench.<Class>.<method>.<attribute>} for one test. Classes have their simple names, nested ones {@code Outer.Nested}.
 * Environment variables are the keys in capitals, with {@code _} for all other characters, such as {@code
 * LLMBENCH_REQUEST_TIMEOUT} or {@code LLMBENCH_CHATLATENCYIT_CHATSTAYSFAST_STAGES}. The narrowest key wins, and for one key
 * the parameter wins over the variable. A blank value counts as unset. An unknown {@code llmbench.} system property or
 * {@code LLMBENCH_} variable fails the test. Some keys have no attribute: {@code llmbench.model-profile} (see {@link
 * ModelProfile}), {@code llmbench.output-dir} (replaces {@code <build directory>/llm-load}), {@code llmbench.quiet} ({@code
 * true} suppresses progress and summary), {@code llmbench.enabled} ({@code false} skips load tests) and {@code
 * llmbench.parallel} ({@code true} lets load tests run at the same time).
 *
 * <h2>Errors</h2>
 *
 * <p>An invalid configuration fails the test with a {@link dev.llmbench.plan.ConfigurationException} before anything is
 * sent. With {@code @ParameterizedTest}, {@code @RepeatedTest} and other templates, use {@link LlmLoad} instead of this
 * annotation.
 *
 * <p>{@code @Timeout} on the method or class ends the load at that time, and such a run is invalid. May be used as a
 * meta-annotation.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(LlmLoadExtension.class)
public @interface LlmLoadTest {
    /**
     * The endpoint's URL. A URL without a path gets the path of the prompt type, such as {@code /v1/chat/completions}.
     * <code>${key:default}</code> is replaced by the value of the key: a configuration parameter, a system property, an
     * environment variable (by the same name, or in capitals with {@code _}), or a property of Spring's environment if the
     * test runs with Spring; a default may contain further placeholders. Default: none; an {@link #endpointMethod()}, an
     * {@link LlmEndpoint} field or an override is then required. More than one of them, a placeholder without a value, or
     * anything but an http(s) URL fails the test.
     */
    String endpoint() default "";

    /**
     * The name of a method without parameters that returns the endpoint as {@code String}, {@code URI}, {@code URL} or a
     * {@code Supplier} of one. The method may be in the test class, its superclasses or interfaces, or an enclosing class;
     * static or not, with any visibility. It is called when the load starts. Default: none. A missing method or any other
     * return value fails the test.
     */
    String endpointMethod() default "";

    /**
     * The URL of a second endpoint, the baseline, which gets the same load and the same prompts in the same run, so that
     * both are subject to the same noise. Has the same format as {@link #endpoint()}; blank for none, so that <code>against
     * = "${base.url:}"</code> compares only if the key has a value. Figures and budgets are still those of the endpoint
     * under test; {@link dev.llmbench.result.LoadResult#baseline()} and the reports also have the baseline's.
     *
     * <p>The API key and headers with credentials are sent to it only if it is on the same host and at least as well
     * protected; {@link #againstApiKey()} sets a separate key. The same endpoint twice, a breakpoint profile and {@link
     * #tpotByDifference()} fail the test. Default: none.
     */
    String against() default "";

    /** The name of a method that returns the second endpoint, as {@link #endpointMethod()} returns the first. Default: none. */
    String againstMethod() default "";

    /**
     * The API key of the second endpoint, in the format of {@link #apiKey()}. Default: that of the first, on the same host
     * only.
     */
    String againstApiKey() default "";

    /**
     * How the load is distributed over two endpoints: both at the same time, or in turn, block by block, for endpoints that
     * share a backend. In blocks, each endpoint gets the whole load for half of the time; the load must be steady, and
     * neither a trace nor {@link #conversations()}. Default {@code SIMULTANEOUS}.
     */
    ArmOrder order() default ArmOrder.SIMULTANEOUS;

    /**
     * How long one endpoint is measured before the other takes its turn, with {@code order = BLOCKS}; at least 1 s. Default
     * {@code 5s}.
     */
    String block() default "5s";

    /**
     * The source of the prompts: a path, absolute or relative to the project's directory or one of its parents; a resource
     * on the class path, with or without the prefix {@code classpath:}; or synthetic prompts, such as {@code
     * synthetic:prompt=512+-64,output=128}. May contain placeholders. A trace is replayed unless there are stages or a
     * profile, see {@link #load()}. Default: none; an override is then required. A missing file or invalid lines fail the
     * test.
     */
    String dataset() default "";

    /** The format of the dataset's file. Default: detected from its content. */
    DatasetFormat datasetFormat() default DatasetFormat.AUTO;

    /** Whether each request begins with unique words, so that no prefix cache can serve it. Default false. */
    boolean saltPrompts() default false;

    /**
     * Whether each record of the dataset is a conversation that one virtual user runs turn by turn: each answer of the
     * server becomes part of the history sent with the next turn, after {@link #thinkTime()}. Records have {@code turns},
     * several user {@code messages}, or the ShareGPT format; see {@link dev.llmbench.dataset.Datasets} for the rules. An
     * endpoint that is not for chats, arrival rates, {@link #tpotByDifference()} and a dataset without a second turn fail
     * the test. Default false: each record is sent as one request.
     */
    boolean conversations() default false;

    /**
     * Also measures TPOT from two output lengths, with or without streaming: by how many tokens the longer one exceeds the
     * shorter, such as 10; at most 1,000. Each prompt is sent with its {@code max_tokens} = M and with M plus the
     * difference, back to back, after an unmeasured request for M tokens unless {@link #saltPrompts()} is set. See {@link
     * dev.llmbench.plan.TwoLengths} for the rules. A prompt without {@code max_tokens} fails the test unless {@link
     * #maxTokens()} is set. Default 0: off.
     */
    int tpotByDifference() default 0;

    /**
     * The tokenizer that counts the tokens of prompts and outputs if the server does not report them in {@code usage}, and
     * determines the length of synthetic prompts: {@code o200k_base}, which requires {@code com.knuddels:jtokkit} on the
     * class path, or the fully qualified name of a class that implements {@link dev.llmbench.prompt.Tokenizer} and has a
     * no-argument constructor. Anything else fails the test. Default: none; then each event with output counts as one token,
     * and figures based on that are marked as estimated.
     */
    String tokenizer() default "";

    /** The stages of the load, in order. Default: none; a profile, a trace to replay or an override is then required. */
    Stage[] stages() default {};

    /** The number of virtual users at the start of the first stage, 0 or more. Default -1: 1, or the profile's. */
    int startUsers() default -1;

    /**
     * The rate at the start of the first stage in requests per second, 0 or more; for arrival rates. For {@code SEARCH}, the
     * lowest rate. Default NaN: 0, or the profile's.
     */
    double startRate() default Double.NaN;

    /**
     * The maximum number of requests in flight, for arrival rates. Arrivals beyond it are dropped and counted, and make the
     * run invalid. Default 1,000.
     */
    int maxInFlight() default Load.DEFAULT_MAX_IN_FLIGHT;

    /**
     * The unit of the stages' targets, or {@code TRACE} to replay the arrival times of a trace; at most one. Default: none;
     * then a trace without stages or a profile is replayed, and otherwise the unit is virtual users, or that of the profile.
     */
    LoadModel[] load() default {};

    /**
     * The speed at which a trace is replayed, as a multiple of its original speed, 0.001 to 1,000: 2 halves all times.
     * Default NaN: 1. Fails the test together with stages or a profile.
     */
    double traceSpeed() default Double.NaN;

    /**
     * The part of the trace that is replayed, in trace time from its first request at its original speed: {@code 0s..10m},
     * {@code 5m..} (to its end) or {@code ..10m}. Default: all of it. Fails the test together with stages or a profile.
     */
    String traceWindow() default "";

    /**
     * The unit of a trace's times, if they are numbers: {@code SECONDS} or {@code MILLISECONDS}. Default {@code AUTO}:
     * inferred from the times; a trace whose times are ambiguous fails the test. Fails the test with any other dataset.
     */
    TraceTimeUnit traceTimeUnit() default TraceTimeUnit.AUTO;

    /**
     * A load of a well-known shape, at most one: {@code LOAD}, {@code SOAK}, {@code SPIKE}, {@code BREAKPOINT} or {@code
     * SEARCH}. Explicit stages replace those of the profile. Default: none; the stages alone define the load.
     */
    LoadProfile[] profile() default {};

    /** The highest level of the profile: virtual users, or requests per second. Default NaN: none. */
    double target() default Double.NaN;

    /** How long the profile takes. Default: depends on the profile. */
    String duration() default "";

    /** How long a budget must be broken before a {@code BREAKPOINT} load ends; at least 3 s. Default {@code 10s}. */
    String sustained() default "10s";

    /** How long a {@code SEARCH} holds each rate. Default {@code 30s}. */
    String hold() default "30s";

    /** The precision of a {@code SEARCH} as a share of the rate. Default 0.05, for 5 %. */
    double precision() default 0.05;

    /**
     * Whether the run ends as soon as a budget is provably broken: with 95 % confidence for percentiles and rates, by the
     * figure for others, and after subtracting everything that the load generator may have added. The measurements are kept,
     * and the test fails. Default false.
     */
    boolean abortOnBreach() default false;

    /** The measured time before which no breach ends the run. Default {@code 10s}. */
    String abortDelay() default "10s";

    /** The number of samples of the budget's metric below which no breach ends the run. Default 100. */
    int abortMinSamples() default AbortRule.DEFAULT_MIN_SAMPLES;

    /**
     * The API that requests use; at most one. Default: none; it is then inferred from the endpoint's path, otherwise from
     * the dataset.
     */
    PromptType[] promptType() default {};

    /**
     * A custom API for an endpoint that is not compatible with OpenAI: a class that builds requests and interprets the
     * events of responses, with a no-argument constructor. Default: none ({@link EndpointApi} itself). The key {@code
     * llmbench.api} takes its fully qualified name. Any other class, or an additional {@link #promptType()}, fails the test.
     */
    Class<? extends EndpointApi> api() default EndpointApi.class;

    /** The name of the model; may contain placeholders. Default: none is sent, which servers of a single model accept. */
    String model() default "";

    /** The maximum output length, in tokens, of prompts that do not set their own. Default 0: the server's. */
    int maxTokens() default 0;

    /** The sampling temperature, 0 or more. Default NaN: the server's. */
    double temperature() default Double.NaN;

    /**
     * Further fields of the request body as a JSON object, which override the others; a null removes a field. Default: none.
     * Anything but a JSON object, or an object with the prompt or {@code stream}, fails the test.
     */
    String requestBody() default "";

    /**
     * Headers of every request, each {@code Name: value}. Values may contain placeholders; those of headers that carry
     * secrets (such as {@code Authorization}, {@code X-Api-Key}, {@code Cookie}) are resolved only from environment
     * variables. Default: none.
     */
    String[] headers() default {};

    /**
     * The API key as a placeholder for an environment variable, such as <code>${MY_KEY}</code>; sent as a bearer token and
     * never shown. Default: the variable {@code LLMBENCH_API_KEY}, or, only for {@code https://api.openai.com}, {@code
     * OPENAI_API_KEY}; otherwise none is sent. A key in the source code, a system property or a configuration parameter
     * fails the test, since build tools write those into their reports.
     */
    String apiKey() default "";

    /** Whether to request a stream of events, which TTFT and TPOT require. Default true. */
    boolean streaming() default true;

    /** The maximum time from the dispatch of a request to the end of its response; above zero. Default {@code 60s}. */
    String requestTimeout() default "60s";

    /** How long opening a connection may take; above zero. Default {@code 10s}. */
    String connectTimeout() default "10s";

    /**
     * The maximum time without any byte of the response, starting when the request is sent; when it elapses, the request
     * fails with a {@code timeout}. Must be positive. Also limits the wait for the first byte, which many servers send with
     * the first token. Default: none; only {@link #requestTimeout()} limits pauses.
     */
    String idleTimeout() default "";

    /**
     * Whether connections are reused for further requests, as long as the server keeps them open. A connection is not reused
     * after being idle for 4 s, or for one second less than the server's announced keep-alive time. If the server
     * nevertheless closes it within a second of the request and before any byte of the response, the request is sent once
     * more on a new connection while its time keeps running; this counts as a reconnect, not as an error. If false, each
     * request opens a new connection, in HTTP/1.1 only. Default true.
     */
    boolean keepAlive() default true;

    /**
     * The certificates to trust instead of those that the JVM trusts: a PEM file with one or more, located like a dataset,
     * such as {@code certs/our-ca.pem}; or {@code insecure} to trust any certificate, which leaves the server
     * unauthenticated and about which the console and the report warn in capitals. Default: those that the JVM trusts.
     */
    String trust() default "";

    /**
     * The client certificate to present if a server requests one: a PKCS12 file ({@code .p12} or {@code .pfx}), whose
     * password is read only from the environment variable {@code LLMBENCH_CLIENT_CERTIFICATE_PASSWORD}; or PEM files of the
     * certificate and its key, separated by a comma; or one PEM file with both. Default: the key store set for the JVM with
     * {@code -Djavax.net.ssl.keyStore}, if any.
     */
    String clientCertificate() default "";

    /**
     * The proxy for all requests: {@code http://proxy:3128} or {@code socks5://proxy:1080}, with {@code user:password@}
     * before the host if required, preferably as a placeholder; {@code none} for a direct connection. Default: the JVM's
     * system properties ({@code https.proxyHost}, {@code http.nonProxyHosts}, {@code socksProxyHost} and so on), otherwise
     * environment variables ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}). Connections to
     * this machine are direct unless a proxy is set here.
     */
    String proxy() default "";

    /**
     * The version of HTTP. {@link HttpVersion#HTTP_2} uses HTTP/2 if the server offers it in the TLS handshake, otherwise
     * HTTP/1.1; the console and the report say which one was used. Without TLS, HTTP/2 is used from the first byte. Up to
     * 100 requests, or as many as the server allows, then share a connection and its delays. Default {@link
     * HttpVersion#HTTP_1_1}, in which each request in flight has its own connection.
     */
    HttpVersion httpVersion() default HttpVersion.HTTP_1_1;

    /**
     * Whether to send a single request before the load to check the endpoint: the first prompt of the dataset, which appears
     * in no figure and no file. If the endpoint cannot be reached, TLS fails, or the response is any 4xx other than 429, the
     * test fails at once and says what may be wrong. With any other response, or none within 10 s, the load starts. Default
     * true.
     */
    boolean probe() default true;

    /**
     * How long a user that stops, at the end or because a stage has fewer users, may still wait for the response to its
     * request before it is cut off; combines k6's {@code gracefulStop} and {@code gracefulRampDown}. Default {@code 30s}.
     */
    String gracefulStop() default "30s";

    /**
     * How long a user pauses between a response and its next request, including the next turn of a conversation: {@code 2s},
     * {@code 1s..3s} for uniform pauses, or {@code exp(2s)} for exponential ones with that mean. Default {@code 0s}.
     */
    String thinkTime() default "0s";

    /** The minimum time between the starts of two successive requests of a user. Default {@code 0s}: none. */
    String pacing() default "0s";

    /**
     * Whether a user that receives 429 or 503 with {@code Retry-After}, in seconds or as a date, waits that long before its
     * next request, but at most 60 s. The response still counts as an error, and its row records what the server asked for,
     * whether that is honoured or not. Fails the test together with arrival rates or a trace. Default false.
     */
    boolean honourRetryAfter() default false;

    /**
     * How long a user pauses after a request that could not connect or failed within 100 ms for any reason; the pause
     * doubles with each further such failure in a row, up to the larger of 1 s and this value. Otherwise a server that
     * rejects requests at once would get thousands of them per second. {@code 0s} for no pause. Any value but the default
     * fails the test together with arrival rates or a trace. Default {@code 100ms}.
     */
    String errorPause() default "100ms";

    /**
     * How long the start level, or the first target above zero, is held before the first stage to warm up the endpoint.
     * Requests sent meanwhile appear in the CSV ({@code phase=warmup}) but in no metric. Default {@code 0s}: none.
     */
    String warmUp() default "0s";

    /** Ends the load after this many requests, if the last stage has not ended before. Default 0: no limit. */
    long maxRequests() default 0;

    /** Stops each user after it has sent this many requests. Default 0: no limit. */
    long maxRequestsPerUser() default 0;

    /** The seed for everything random, such as the order of the prompts and the generated texts of a trace. Default 0. */
    long seed() default 0;

    /**
     * Limits on the run's figures, judged before the test's body. Unless the test limits the error rate of the run, a budget
     * of at most 1 % is added. Default: none.
     */
    Budget[] budgets() default {};

    /** The limits that a successful request must meet to count as good. Default: none, so goodput is not measured. */
    Goodput goodput() default @Goodput;

    /**
     * Whether a run may pass although its load was not offered as planned. Default false: such a run fails whatever the
     * budgets say. Delays that the load generator added to a latency are not affected by this; each verdict takes them into
     * account.
     */
    boolean acceptInvalid() default false;

    /**
     * Whether to write {@code k6.csv} next to {@code requests.csv}, with the same data in the format of k6's CSV output.
     * Default false.
     */
    boolean k6Csv() default false;

    /**
     * Whether to write an HdrHistogram log for each latency, such as {@code ttft.hlog}, with one histogram per second, in
     * microseconds. Default false.
     */
    boolean hlog() default false;

    /**
     * Whether to publish the figures to Micrometer's global registry during the run, next to the server's own. Requires
     * {@code io.micrometer:micrometer-core} on the class path. Default false.
     */
    boolean micrometer() default false;

    /**
     * How much evidence a verdict on a budget needs, unless the budget has its own policy: {@link Evidence#PROVEN_BREACH}
     * for pull requests, {@link Evidence#PROVEN_PASS} for releases. Assertions on the result follow it too. Default {@link
     * Evidence#POINT}: the measured figure decides.
     */
    Evidence evidence() default Evidence.POINT;

    /**
     * A label for a period in which runs are comparable, for budgets with {@link Budget#noWorseThan()}. If figures are
     * expected to change, for example with another model, a new label, such as {@code 2026-11 llama-4}, starts a new
     * baseline. Default: none.
     */
    String epoch() default "";
}
