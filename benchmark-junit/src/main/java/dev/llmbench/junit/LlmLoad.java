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
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Puts load on an endpoint before the body of a method that another annotation makes a test: {@code @ParameterizedTest},
 * {@code @RepeatedTest}, {@code @Test}. Each invocation runs the load anew. All else is as with {@link LlmLoadTest},
 * which has the same attributes and is a {@code @Test} itself. On a method that is no test it does nothing.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @ValueSource(strings = {"short", "long"})
 * @LlmLoad(dataset = "prompts.jsonl", stages = @Stage(target = 10, duration = "30s"))
 * void staysFast(String kind, LoadResult result) {}
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LlmLoadExtension.class)
public @interface LlmLoad {
    /** The endpoint's URL, with placeholders. Default: none. See {@link LlmLoadTest#endpoint()}. */
    String endpoint() default "";

    /** The name of a method that returns the endpoint. Default: none. See {@link LlmLoadTest#endpointMethod()}. */
    String endpointMethod() default "";

    /** The second endpoint, to compare with. Default: none. See {@link LlmLoadTest#against()}. */
    String against() default "";

    /** The name of a method that returns the second endpoint. Default: none. See {@link LlmLoadTest#againstMethod()}. */
    String againstMethod() default "";

    /** The second endpoint's API key. Default: the endpoint's, on the same host. See {@link LlmLoadTest#againstApiKey()}. */
    String againstApiKey() default "";

    /** How two endpoints get their load. Default: both at the same time. See {@link LlmLoadTest#order()}. */
    ArmOrder order() default ArmOrder.SIMULTANEOUS;

    /** The length of a block, in blocks. Default 5 s. See {@link LlmLoadTest#block()}. */
    String block() default "5s";

    /** Where the prompts are. Default: none, then an override is needed. See {@link LlmLoadTest#dataset()}. */
    String dataset() default "";

    /** What the dataset's file is written in. Default: recognised. See {@link LlmLoadTest#datasetFormat()}. */
    DatasetFormat datasetFormat() default DatasetFormat.AUTO;

    /** Whether no two requests begin alike. Default false. See {@link LlmLoadTest#saltPrompts()}. */
    boolean saltPrompts() default false;

    /** Whether records are run turn by turn. Default false. See {@link LlmLoadTest#conversations()}. */
    boolean conversations() default false;

    /** Whether TPOT is measured by two lengths of output. Default 0: no. See {@link LlmLoadTest#tpotByDifference()}. */
    int tpotByDifference() default 0;

    /** What counts the tokens that the server does not. Default: none. See {@link LlmLoadTest#tokenizer()}. */
    String tokenizer() default "";

    /** The stages of the load, in order. Default: none, then an override is needed. See {@link LlmLoadTest#stages()}. */
    Stage[] stages() default {};

    /** Virtual users at the start of the first stage. Default -1: 1, or the profile's. See {@link LlmLoadTest#startUsers()}. */
    int startUsers() default -1;

    /** Requests a second at the start, for arrival rates. Default NaN: 0, or the profile's. See {@link LlmLoadTest#startRate()}. */
    double startRate() default Double.NaN;

    /** The most requests in flight, for arrival rates. Default 1,000. See {@link LlmLoadTest#maxInFlight()}. */
    int maxInFlight() default Load.USUAL_MAX_IN_FLIGHT;

    /** What the stages' targets count, or {@code TRACE}. Default: virtual users, or what the profile counts. See {@link LlmLoadTest#load()}. */
    LoadModel[] load() default {};

    /** How many times as fast as it was a trace is replayed. Default NaN: 1. See {@link LlmLoadTest#traceSpeed()}. */
    double traceSpeed() default Double.NaN;

    /** What part of the trace is replayed. Default: all of it. See {@link LlmLoadTest#traceWindow()}. */
    String traceWindow() default "";

    /** What a trace's times count. Default: told by the times. See {@link LlmLoadTest#traceTimeUnit()}. */
    TraceTimeUnit traceTimeUnit() default TraceTimeUnit.AUTO;

    /** A load of a well-known shape. Default: none. See {@link LlmLoadTest#profile()}. */
    LoadProfile[] profile() default {};

    /** The level that the profile goes up to. Default NaN: none. See {@link LlmLoadTest#target()}. */
    double target() default Double.NaN;

    /** How long the profile takes. Default: what it says. See {@link LlmLoadTest#duration()}. */
    String duration() default "";

    /** For how long a budget must be broken. Default {@code 10s}. See {@link LlmLoadTest#sustained()}. */
    String sustained() default "10s";

    /** How long a search holds each rate. Default {@code 30s}. See {@link LlmLoadTest#hold()}. */
    String hold() default "30s";

    /** How exact a search is. Default 0.05. See {@link LlmLoadTest#precision()}. */
    double precision() default 0.05;

    /** Whether a breach ends the run. Default false. See {@link LlmLoadTest#abortOnBreach()}. */
    boolean abortOnBreach() default false;

    /** How long a run goes on in any case. Default {@code 10s}. See {@link LlmLoadTest#abortDelay()}. */
    String abortDelay() default "10s";

    /** On how many samples a breach may end the run. Default 100. See {@link LlmLoadTest#abortMinSamples()}. */
    int abortMinSamples() default AbortRule.USUAL_MIN_SAMPLES;

    /** The request's shape. Default: from the endpoint or the dataset. See {@link LlmLoadTest#promptType()}. */
    PromptType[] promptType() default {};

    /** The API of an endpoint that is not in one of OpenAI's shapes. Default: none. See {@link LlmLoadTest#api()}. */
    Class<? extends EndpointApi> api() default EndpointApi.class;

    /** The model's name. Default: none is sent. See {@link LlmLoadTest#model()}. */
    String model() default "";

    /** The output length asked for, in tokens. Default 0: the server's. See {@link LlmLoadTest#maxTokens()}. */
    int maxTokens() default 0;

    /** The sampling temperature. Default NaN: the server's. See {@link LlmLoadTest#temperature()}. */
    double temperature() default Double.NaN;

    /** Further fields of the request's body as a JSON object. Default: none. See {@link LlmLoadTest#requestBody()}. */
    String requestBody() default "";

    /** Headers of every request, each {@code Name: value}. Default: none. See {@link LlmLoadTest#headers()}. */
    String[] headers() default {};

    /** The API key, as a placeholder for an environment variable. See {@link LlmLoadTest#apiKey()}. */
    String apiKey() default "";

    /** Whether a stream of events is asked for. Default true. See {@link LlmLoadTest#streaming()}. */
    boolean streaming() default true;

    /** How long a request may take. Default {@code 60s}. See {@link LlmLoadTest#requestTimeout()}. */
    String requestTimeout() default "60s";

    /** How long opening a connection may take. Default {@code 10s}. See {@link LlmLoadTest#connectTimeout()}. */
    String connectTimeout() default "10s";

    /** How long nothing of a response may come. Default: as long as a request may take. See {@link LlmLoadTest#idleTimeout()}. */
    String idleTimeout() default "";

    /** Whether a connection is used for further requests. Default true. See {@link LlmLoadTest#keepAlive()}. */
    boolean keepAlive() default true;

    /** Which certificates are trusted. Default: those that the JVM trusts. See {@link LlmLoadTest#trust()}. */
    String trust() default "";

    /** What the load generator proves itself with. Default: the JVM's key store. See {@link LlmLoadTest#clientCertificate()}. */
    String clientCertificate() default "";

    /** What requests go through. Default: what the JVM or the environment says. See {@link LlmLoadTest#proxy()}. */
    String proxy() default "";

    /** Which version of HTTP requests are sent in. Default HTTP/1.1. See {@link LlmLoadTest#httpVersion()}. */
    HttpVersion httpVersion() default HttpVersion.HTTP_1_1;

    /** Whether one request goes before the load to try the endpoint. Default true. See {@link LlmLoadTest#probe()}. */
    boolean probe() default true;

    /** How long a user that is to stop may still wait. Default {@code 30s}. See {@link LlmLoadTest#gracefulStop()}. */
    String gracefulStop() default "30s";

    /** How long a user pauses between requests. Default {@code 0s}. See {@link LlmLoadTest#thinkTime()}. */
    String thinkTime() default "0s";

    /** The least time from one request of a user to its next. Default none. See {@link LlmLoadTest#pacing()}. */
    String pacing() default "0s";

    /** Whether users heed {@code Retry-After}. Default false. See {@link LlmLoadTest#honourRetryAfter()}. */
    boolean honourRetryAfter() default false;

    /** How long users pause after a request that failed at once. Default {@code 100ms}. See {@link LlmLoadTest#errorPause()}. */
    String errorPause() default "100ms";

    /** How long the target is warmed up before the first stage. Default none. See {@link LlmLoadTest#warmUp()}. */
    String warmUp() default "0s";

    /** The most requests of the run. Default no limit. See {@link LlmLoadTest#maxRequests()}. */
    long maxRequests() default 0;

    /** The most requests of each user. Default no limit. See {@link LlmLoadTest#maxRequestsPerUser()}. */
    long maxRequestsPerUser() default 0;

    /** Makes the order of the prompts repeatable. Default 0. See {@link LlmLoadTest#seed()}. */
    long seed() default 0;

    /** Limits on the run's figures. Default: an error rate of at most 1 %. See {@link LlmLoadTest#budgets()}. */
    Budget[] budgets() default {};

    /** What a request has to meet to count as good. Default: none, and no goodput. See {@link LlmLoadTest#goodput()}. */
    Goodput goodput() default @Goodput;

    /** Whether a run may pass whose load was not offered as planned. Default false. See {@link LlmLoadTest#acceptInvalid()}. */
    boolean acceptInvalid() default false;

    /** Whether {@code k6.csv} is written too. Default false. See {@link LlmLoadTest#k6Csv()}. */
    boolean k6Csv() default false;

    /** Whether HdrHistogram logs are written too. Default false. See {@link LlmLoadTest#hlog()}. */
    boolean hlog() default false;

    /**
     * Whether the figures go to Micrometer's global registry while the run goes on, so that they stand beside the server's
     * own. Takes {@code io.micrometer:micrometer-core} on the class path. Default false.
     */
    boolean micrometer() default false;

    /** Which verdicts on budgets fail. Default: breach and inconclusive. See {@link LlmLoadTest#evidence()}. */
    Evidence evidence() default Evidence.POINT;

    /** The word for the time in which runs are alike. Default: none. See {@link LlmLoadTest#epoch()}. */
    String epoch() default "";
}
