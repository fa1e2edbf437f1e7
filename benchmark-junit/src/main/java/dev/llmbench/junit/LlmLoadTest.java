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
 * A test that puts load on an OpenAI-compatible endpoint before its body runs. The load starts after every
 * {@code @BeforeEach}; then its budgets are judged; then the body runs and can take a
 * {@link dev.llmbench.result.LoadResult} to assert more. Failed budgets and a failed body are reported together.
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
 * <p>Every attribute can be overridden by a JUnit configuration parameter (system properties and
 * {@code junit-platform.properties} are among them) or an environment variable. The key is the attribute in kebab case:
 * {@code llmbench.<attribute>} for all tests, {@code llmbench.<Class>.<attribute>} for the tests of a class,
 * {@code llmbench.<Class>.<method>.<attribute>} for one; the class by its simple name, a nested one as
 * {@code Outer.Nested}. Environment variables are the keys in capitals with {@code _} for all else, such as
 * {@code LLMBENCH_REQUEST_TIMEOUT} or {@code LLMBENCH_CHATLATENCYIT_CHATSTAYSFAST_STAGES}. The narrower key wins; of one
 * key, the parameter wins over the variable. A blank value counts as none. An unknown {@code llmbench.} system property
 * or {@code LLMBENCH_} variable fails the test. Five keys are no attributes: {@code llmbench.model-profile} (see
 * {@link ModelProfile}), {@code llmbench.output-dir} (the directory
 * in place of {@code <build directory>/llm-load}), {@code llmbench.quiet} ({@code true}: no progress and no summary),
 * {@code llmbench.enabled} ({@code false}: load tests are skipped) and {@code llmbench.parallel} ({@code true}: load
 * tests of one JVM do not wait for each other).
 *
 * <h2>Errors</h2>
 *
 * <p>What cannot be done fails the test with a {@link dev.llmbench.plan.ConfigurationException} before anything is
 * sent. With {@code @ParameterizedTest}, {@code @RepeatedTest} and other templates, write {@link LlmLoad} in place of
 * this annotation.
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
     * The endpoint's URL. A URL without a path gets {@code /v1/chat/completions} or {@code /v1/completions}, by the
     * prompt type. <code>${key:default}</code> is replaced by the value of the key: a configuration parameter, a system
     * property, an environment variable (by the same name, or in capitals with {@code _}), or a property of Spring's
     * environment where the test runs with Spring; a default may hold further placeholders. Default: none, then an
     * {@link #endpointMethod()}, an {@link LlmEndpoint} field or an override is needed. More than one of them, a
     * placeholder without a value, or what is no http(s) URL fails the test.
     */
    String endpoint() default "";

    /**
     * The name of a method without parameters that returns the endpoint as {@code String}, {@code URI}, {@code URL} or a
     * {@code Supplier} of one: of the test class, its superclasses or interfaces, or an enclosing class; static or not,
     * of any visibility. Called when the load starts. Default: none. A method that is not there or returns anything else
     * fails the test.
     */
    String endpointMethod() default "";

    /**
     * The URL of a second endpoint, the baseline, that gets the same load and the same prompts in the same run, so that both
     * share the noise of the machine and the hour. Written as {@link #endpoint()} is; blank for none, so that
     * <code>against = "${base.url:}"</code> compares only where the key has a value. Figures and budgets stay those of the
     * endpoint under test; {@link dev.llmbench.result.LoadResult#baseline()} and the reports have the other's too.
     *
     * <p>The API key, and headers with credentials, go to it only if it is on the same host and no less protected; {@link
     * #againstApiKey()} gives it a key of its own. The same endpoint twice, a breakpoint profile and {@link
     * #tpotByDifference()} fail the test. Default: none.
     */
    String against() default "";

    /** The name of a method that returns the second endpoint, as {@link #endpointMethod()} returns the first. Default: none. */
    String againstMethod() default "";

    /** The API key of the second endpoint, written as {@link #apiKey()} is. Default: the endpoint's own, on the same host alone. */
    String againstApiKey() default "";

    /**
     * How two endpoints get their load: both at the same time, or in turn, block by block, for those that share a backend. In
     * blocks each endpoint gets the whole load for half of the time; that load is steady, and neither a trace nor {@link
     * #conversations()}. Default {@code SIMULTANEOUS}.
     */
    ArmOrder order() default ArmOrder.SIMULTANEOUS;

    /** How long one endpoint is measured until it is the other's turn, with {@code order = BLOCKS}; 1 s at least. Default 5 s. */
    String block() default "5s";

    /**
     * Where the prompts are: a path, absolute or relative to the project's directory or one of its parents, or a resource
     * of the class path, with or without {@code classpath:} before it; or prompts to be made, such as
     * {@code synthetic:prompt=512+-64,output=128}. May hold placeholders. A trace of Mooncake, Azure or BurstGPT is replayed
     * unless there are stages, see {@link #load()}. Default: none, then an override is needed. A file that is not there or has bad lines fails the test.
     */
    String dataset() default "";

    /** What the dataset's file is written in. Default: recognised by its content. */
    DatasetFormat datasetFormat() default DatasetFormat.AUTO;

    /** Whether each request begins with words that no other has, so that no prefix cache serves it. Default false. */
    boolean saltPrompts() default false;

    /**
     * Whether each record of the dataset is a conversation that one virtual user runs turn by turn: each answer of the server
     * goes into the history that the next turn is sent with, after {@link #thinkTime()}. Records have {@code turns}, several
     * {@code messages} of the user, or are ShareGPT's; {@link dev.llmbench.dataset.Datasets} has the rules. An endpoint that is
     * none for chats, arrival rates, {@link #tpotByDifference()} and a dataset without a second turn fail the test. Default
     * false: each record is sent as one request.
     */
    boolean conversations() default false;

    /**
     * Measures TPOT by two lengths of output too, streamed or not: how many tokens more the longer one has, such as 10;
     * 1,000 at the most. Each prompt is sent with its {@code max_tokens} = M, unmeasured unless {@link #saltPrompts()}, and
     * then with M and with M and the difference, back to back. {@link dev.llmbench.plan.TwoLengths} has the rules. A prompt
     * without {@code max_tokens} needs {@link #maxTokens()}, or the test fails. Default 0: it is not measured so.
     */
    int tpotByDifference() default 0;

    /**
     * What counts the tokens of prompts and outputs that the server does not count in its {@code usage}, and finds the length
     * of synthetic prompts: {@code o200k_base}, which takes {@code com.knuddels:jtokkit} on the class path, or the full name
     * of a class that implements {@link dev.llmbench.prompt.Tokenizer} and has a constructor without parameters. Default:
     * none, then each event with output counts as a token, and what rests on that is called estimated. What is neither fails
     * the test.
     */
    String tokenizer() default "";

    /** The stages of the load, in order. Default: none, then an override is needed, or a dataset that is a trace to be replayed. */
    Stage[] stages() default {};

    /** Virtual users at the start of the first stage, 0 or more. Default -1: 1, or what the profile says. */
    int startUsers() default -1;

    /**
     * Requests a second at the start of the first stage, 0 or more; for arrival rates. Of a {@code SEARCH} the lowest rate.
     * Default NaN: 0, or what the profile says.
     */
    double startRate() default Double.NaN;

    /**
     * The most requests in flight, for arrival rates. What arrives beyond is dropped and counted, and makes the run
     * invalid. Default 1,000.
     */
    int maxInFlight() default Load.USUAL_MAX_IN_FLIGHT;

    /**
     * What the stages' targets count, or {@code TRACE} for a dataset that is a trace and whose arrival times are replayed; one
     * at the most. Default: none, then a trace without stages and profile is replayed, and else it is virtual users, or what
     * the profile counts.
     */
    LoadModel[] load() default {};

    /**
     * How many times as fast as it was a trace is replayed: at 2 all times are halved; 0.001 to 1,000. Default NaN: 1. Beside
     * stages or a profile it fails the test.
     */
    double traceSpeed() default Double.NaN;

    /**
     * What part of the trace is replayed, in trace time from its first request on and before its speed: {@code 0s..10m},
     * {@code 5m..} (to its end) or {@code ..10m}. Default: all of it. Beside stages or a profile it fails the test.
     */
    String traceWindow() default "";

    /**
     * What a trace's times count, where they are numbers: {@code SECONDS} or {@code MILLISECONDS}. Default {@code AUTO}: told by the times, and a trace whose times
     * can be either fails the test. Beside any other dataset it fails the test.
     */
    TraceTimeUnit traceTimeUnit() default TraceTimeUnit.AUTO;

    /**
     * A load of a well-known shape; one at the most: {@code LOAD}, {@code SOAK}, {@code SPIKE}, {@code BREAKPOINT} or
     * {@code SEARCH}. Stages that are given take the place of its own. Default: none, then the stages say it all.
     */
    LoadProfile[] profile() default {};

    /** The level that the profile goes up to: virtual users, or requests a second. Default NaN: none. */
    double target() default Double.NaN;

    /** How long the profile takes. Default: what the profile says. */
    String duration() default "";

    /** For how long a budget must be broken until a {@code BREAKPOINT} load ends; 3 s at least. Default {@code 10s}. */
    String sustained() default "10s";

    /** How long a {@code SEARCH} holds each rate. Default {@code 30s}. */
    String hold() default "30s";

    /** How exact a {@code SEARCH} is, as a share of the rate. Default 0.05: within 5 %. */
    double precision() default 0.05;

    /**
     * Whether the run ends as soon as a budget is broken beyond chance (percentiles and rates; others by their figure), with
     * all taken off that the load generator may have added. What was measured is kept, and the test fails. Default false.
     */
    boolean abortOnBreach() default false;

    /** How long a run goes on before a breach may end it. Default {@code 10s}. */
    String abortDelay() default "10s";

    /** On how many samples of the budget's metric a breach may end the run. Default 100. */
    int abortMinSamples() default AbortRule.USUAL_MIN_SAMPLES;

    /**
     * The request's shape; one at the most. Default: none, then it is what the endpoint's path says, or else what the
     * dataset holds.
     */
    PromptType[] promptType() default {};

    /**
     * The API of an endpoint that is not in one of OpenAI's shapes: a class that says how requests are built and what the
     * events of answers hold, and has a constructor without parameters. Default: none ({@link EndpointApi} itself). The
     * key {@code llmbench.api} takes its full name. What is no such class, or a {@link #promptType()} beside it, fails the
     * test.
     */
    Class<? extends EndpointApi> api() default EndpointApi.class;

    /** The model's name; may hold placeholders. Default: none is sent, which servers of one model take. */
    String model() default "";

    /** The output length in tokens asked for where a prompt's own line gives none. Default 0: the server's. */
    int maxTokens() default 0;

    /** The sampling temperature, 0 or more. Default NaN: the server's. */
    double temperature() default Double.NaN;

    /**
     * Further fields of the request's body as a JSON object, laid over the others; a null removes a field. Default: none.
     * What is no JSON object, or names the prompt or {@code stream}, fails the test.
     */
    String requestBody() default "";

    /**
     * Headers of every request, each {@code Name: value}. Values may hold placeholders; those of headers that carry
     * secrets (such as {@code Authorization}, {@code X-Api-Key}, {@code Cookie}) are looked up in the environment alone.
     * Default: none.
     */
    String[] headers() default {};

    /**
     * The API key as a placeholder for an environment variable, such as <code>${MY_KEY}</code>; sent as a bearer token
     * and never shown. Default: the variable {@code LLMBENCH_API_KEY}, or, for {@code https://api.openai.com} alone,
     * {@code OPENAI_API_KEY}; else none is sent. A key in the source, a system property or a configuration parameter
     * fails the test, since build tools write those into their reports.
     */
    String apiKey() default "";

    /** Whether a stream of events is asked for, which TTFT and TPOT need. Default true. */
    boolean streaming() default true;

    /** How long a request may take from its dispatch to the end of the response; above zero. Default {@code 60s}. */
    String requestTimeout() default "60s";

    /** How long opening a connection may take; above zero. Default {@code 10s}. */
    String connectTimeout() default "10s";

    /**
     * How long nothing of a response may come, from the sending of its request on, until that ends as a {@code timeout}; above
     * zero. It limits the wait for the first byte too, which many servers send with the first token. Default: none, then a
     * response may pause as long as {@link #requestTimeout()} lets it.
     */
    String idleTimeout() default "";

    /**
     * Whether a connection is used for further requests, as long as the server keeps it. A connection that was idle for 4 s is
     * not used again, or, where the server says how long it keeps one, for a second less than that. Where the server has closed
     * it all the same, within a second of the request and without a byte of the response, the request is sent once more on a new
     * connection, its time going on; that is counted as a reconnect and is no error. With false each request opens a connection
     * of its own, in HTTP/1.1 alone. Default true.
     */
    boolean keepAlive() default true;

    /**
     * Which certificates are trusted in place of those that the JVM trusts: a PEM file of one or more, looked for as
     * datasets are, such as {@code certs/our-ca.pem}; or {@code insecure} for any, where nobody knows who answers, which
     * the console and the report say in capitals. Default: those that the JVM trusts.
     */
    String trust() default "";

    /**
     * What the load generator proves itself with where a server asks for a certificate: a PKCS12 file ({@code .p12} or
     * {@code .pfx}), whose password comes from the environment variable {@code LLMBENCH_CLIENT_CERTIFICATE_PASSWORD} alone, or
     * PEM files of the certificate and its key with a comma between them, or one of both. Default: the key store that the JVM
     * is given by {@code -Djavax.net.ssl.keyStore}, if any.
     */
    String clientCertificate() default "";

    /**
     * What requests go through: {@code http://proxy:3128} or {@code socks5://proxy:1080}, with {@code user:password@} before
     * the host where it asks for that, best by a placeholder; {@code none} for the direct way. Default: what the JVM's
     * properties say ({@code https.proxyHost}, {@code http.nonProxyHosts}, {@code socksProxyHost} and so on), else the
     * environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}). This machine is reached
     * directly unless it is said here.
     */
    String proxy() default "";

    /**
     * Which version of HTTP requests are sent in. With {@link HttpVersion#HTTP_2} it is HTTP/2 where the server offers that in
     * the TLS handshake, else HTTP/1.1; the console and the report say which one was spoken. An endpoint without TLS is spoken
     * to in HTTP/2 from the first byte on. Up to 100 requests then share a connection, or as many as the server takes, and so
     * does what slows that connection down. Default {@link HttpVersion#HTTP_1_1}, where each request in flight has its own.
     */
    HttpVersion httpVersion() default HttpVersion.HTTP_1_1;

    /**
     * Whether one request goes before the load to try the endpoint: the first prompt of the dataset, in no figure and in no
     * file. Where the endpoint cannot be reached, its TLS fails, or it answers any 4xx but 429, the test fails at once
     * and says what may be wrong; any other answer, or none in 10 s, is left to the load. Default true.
     */
    boolean probe() default true;

    /**
     * How long a user that is to stop, at the end or because a stage has fewer users, may still wait for its answer
     * before it is cut off: k6's {@code gracefulStop} and {@code gracefulRampDown} in one. Default {@code 30s}.
     */
    String gracefulStop() default "30s";

    /**
     * How long a user pauses between an answer and its next request, that of the next turn among them: {@code 2s}, {@code 1s..3s} for uniform pauses, or
     * {@code exp(2s)} for exponential ones with that mean. Default {@code 0s}.
     */
    String thinkTime() default "0s";

    /** The least time from the start of a user's request to the start of its next. Default {@code 0s}: none. */
    String pacing() default "0s";

    /**
     * Whether a user that is answered 429 or 503 with {@code Retry-After}, seconds or a date, sends its next request no sooner
     * than that, or in 60 s if that is less. The answer counts as the error that it is, and its row says what the server asked
     * for, whether that is honoured or not. True beside arrival rates or a trace fails the test. Default false.
     */
    boolean honourRetryAfter() default false;

    /**
     * How long a user pauses after a request that found no connection, or that failed in less than 100 ms, whatever the error;
     * twice as long after each further one in a row, up to 1 s or this if it is more. A server that refuses at once would
     * otherwise be asked thousands of times a second. Another one beside arrival rates or a trace fails the test. {@code 0s}
     * for no pause. Default {@code 100ms}.
     */
    String errorPause() default "100ms";

    /**
     * How long the start level, or the first target above zero, is held before the first stage, so that the target has
     * warmed up. What is sent meanwhile is in the CSV ({@code phase=warmup}) and in no metric. Default {@code 0s}: none.
     */
    String warmUp() default "0s";

    /** Ends the load when so many requests were sent, if that is before the last stage's end. Default 0: no limit. */
    long maxRequests() default 0;

    /** Ends the load of a user when it has sent so many requests. Default 0: no limit. */
    long maxRequestsPerUser() default 0;

    /** Makes the order of the prompts, and the texts of a trace's, repeatable. Default 0. */
    long seed() default 0;

    /**
     * Limits on the run's figures, judged before the test's body. Default: none; an error rate of at most 1 % is always
     * among them unless the test sets its own.
     */
    Budget[] budgets() default {};

    /** What a request has to meet, beside ending ok, to count as good. Default: none, and no goodput is measured. */
    Goodput goodput() default @Goodput;

    /**
     * Whether a run may pass whose load was not offered as planned. Default false: such a run fails whatever the budgets say.
     * What the load generator itself added to a latency needs no such leave: it is counted in each verdict.
     */
    boolean acceptInvalid() default false;

    /**
     * Whether {@code k6.csv} is written beside {@code requests.csv}: the same in the layout of k6's CSV output, for tools
     * that read that. Default false.
     */
    boolean k6Csv() default false;

    /**
     * Whether each latency is written as an HdrHistogram log too, such as {@code ttft.hlog}: a histogram in microseconds
     * for each second. Default false.
     */
    boolean hlog() default false;

    /**
     * Whether the figures go to Micrometer's global registry while the run goes on, so that they stand beside the server's
     * own. Takes {@code io.micrometer:micrometer-core} on the class path. Default false.
     */
    boolean micrometer() default false;

    /**
     * How sure a verdict on a budget has to be to decide, unless the budget says so itself: {@link Evidence#PROVEN_BREACH}
     * for pull requests, {@link Evidence#PROVEN_PASS} for releases. Assertions on the result go by it too. Default
     * {@link Evidence#POINT}: by the figure as it was measured.
     */
    Evidence evidence() default Evidence.POINT;

    /**
     * A word for the time in which runs are alike, for budgets with {@link Budget#noWorseThan()}. Where the figures are meant
     * to change, as with another model, another word begins a new baseline, such as {@code 2026-11 llama-4}. Default: none.
     */
    String epoch() default "";
}
