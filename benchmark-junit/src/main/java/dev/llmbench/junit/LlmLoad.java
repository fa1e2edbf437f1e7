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
 * Loads an endpoint before the body of a method that another annotation makes a test, such as {@code @ParameterizedTest},
 * {@code @RepeatedTest} or {@code @Test}. Each invocation runs the load again. Otherwise works like {@link LlmLoadTest},
 * which has the same attributes and is itself a {@code @Test}. Has no effect on a method that is not a test.
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

    /** The second endpoint, the baseline of a comparison. Default: none. See {@link LlmLoadTest#against()}. */
    String against() default "";

    /** The name of a method that returns the second endpoint. Default: none. See {@link LlmLoadTest#againstMethod()}. */
    String againstMethod() default "";

    /**
     * The API key of the second endpoint. Default: that of the first, on the same host. See {@link
     * LlmLoadTest#againstApiKey()}.
     */
    String againstApiKey() default "";

    /** How the load is distributed over two endpoints. Default: both at the same time. See {@link LlmLoadTest#order()}. */
    ArmOrder order() default ArmOrder.SIMULTANEOUS;

    /** The length of a block, with {@code order = BLOCKS}. Default {@code 5s}. See {@link LlmLoadTest#block()}. */
    String block() default "5s";

    /** The source of the prompts. Default: none; an override is then required. See {@link LlmLoadTest#dataset()}. */
    String dataset() default "";

    /** The format of the dataset's file. Default: detected. See {@link LlmLoadTest#datasetFormat()}. */
    DatasetFormat datasetFormat() default DatasetFormat.AUTO;

    /** Whether each request begins with unique words. Default false. See {@link LlmLoadTest#saltPrompts()}. */
    boolean saltPrompts() default false;

    /** Whether records are conversations that are run turn by turn. Default false. See {@link LlmLoadTest#conversations()}. */
    boolean conversations() default false;

    /** Measures TPOT also from two output lengths. Default 0: off. See {@link LlmLoadTest#tpotByDifference()}. */
    int tpotByDifference() default 0;

    /** The tokenizer that counts tokens if the server does not. Default: none. See {@link LlmLoadTest#tokenizer()}. */
    String tokenizer() default "";

    /** The stages of the load, in order. Default: none; an override is then required. See {@link LlmLoadTest#stages()}. */
    Stage[] stages() default {};

    /**
     * The number of virtual users at the start of the first stage. Default -1: 1, or the profile's. See {@link
     * LlmLoadTest#startUsers()}.
     */
    int startUsers() default -1;

    /**
     * The rate at the start of the first stage, for arrival rates. Default NaN: 0, or the profile's. See {@link
     * LlmLoadTest#startRate()}.
     */
    double startRate() default Double.NaN;

    /** The maximum number of requests in flight, for arrival rates. Default 1,000. See {@link LlmLoadTest#maxInFlight()}. */
    int maxInFlight() default Load.DEFAULT_MAX_IN_FLIGHT;

    /**
     * The unit of the stages' targets, or {@code TRACE}. Default: virtual users, or the unit of the profile. See {@link
     * LlmLoadTest#load()}.
     */
    LoadModel[] load() default {};

    /** The speed at which a trace is replayed. Default NaN: its original speed. See {@link LlmLoadTest#traceSpeed()}. */
    double traceSpeed() default Double.NaN;

    /** The part of the trace that is replayed. Default: all of it. See {@link LlmLoadTest#traceWindow()}. */
    String traceWindow() default "";

    /** The unit of a trace's times. Default: inferred from the times. See {@link LlmLoadTest#traceTimeUnit()}. */
    TraceTimeUnit traceTimeUnit() default TraceTimeUnit.AUTO;

    /** A load of a well-known shape. Default: none. See {@link LlmLoadTest#profile()}. */
    LoadProfile[] profile() default {};

    /** The highest level of the profile. Default NaN: none. See {@link LlmLoadTest#target()}. */
    double target() default Double.NaN;

    /** How long the profile takes. Default: depends on the profile. See {@link LlmLoadTest#duration()}. */
    String duration() default "";

    /**
     * How long a budget must be broken before a breakpoint run ends. Default {@code 10s}. See {@link
     * LlmLoadTest#sustained()}.
     */
    String sustained() default "10s";

    /** How long a search holds each rate. Default {@code 30s}. See {@link LlmLoadTest#hold()}. */
    String hold() default "30s";

    /** The precision of a search. Default 0.05. See {@link LlmLoadTest#precision()}. */
    double precision() default 0.05;

    /** Whether a proven breach ends the run. Default false. See {@link LlmLoadTest#abortOnBreach()}. */
    boolean abortOnBreach() default false;

    /** The measured time before which no breach ends the run. Default {@code 10s}. See {@link LlmLoadTest#abortDelay()}. */
    String abortDelay() default "10s";

    /** The number of samples below which no breach ends the run. Default 100. See {@link LlmLoadTest#abortMinSamples()}. */
    int abortMinSamples() default AbortRule.DEFAULT_MIN_SAMPLES;

    /** The API that requests use. Default: inferred from the endpoint or the dataset. See {@link LlmLoadTest#promptType()}. */
    PromptType[] promptType() default {};

    /** A custom API for an endpoint that is not compatible with OpenAI. Default: none. See {@link LlmLoadTest#api()}. */
    Class<? extends EndpointApi> api() default EndpointApi.class;

    /** The name of the model. Default: none is sent. See {@link LlmLoadTest#model()}. */
    String model() default "";

    /** The maximum output length, in tokens. Default 0: the server's. See {@link LlmLoadTest#maxTokens()}. */
    int maxTokens() default 0;

    /** The sampling temperature. Default NaN: the server's. See {@link LlmLoadTest#temperature()}. */
    double temperature() default Double.NaN;

    /** Further fields of the request body as a JSON object. Default: none. See {@link LlmLoadTest#requestBody()}. */
    String requestBody() default "";

    /** Headers of every request, each {@code Name: value}. Default: none. See {@link LlmLoadTest#headers()}. */
    String[] headers() default {};

    /** The API key, as a placeholder for an environment variable. See {@link LlmLoadTest#apiKey()}. */
    String apiKey() default "";

    /** Whether to request a stream of events. Default true. See {@link LlmLoadTest#streaming()}. */
    boolean streaming() default true;

    /** The maximum time of a request. Default {@code 60s}. See {@link LlmLoadTest#requestTimeout()}. */
    String requestTimeout() default "60s";

    /** How long opening a connection may take. Default {@code 10s}. See {@link LlmLoadTest#connectTimeout()}. */
    String connectTimeout() default "10s";

    /** The maximum time without any byte of a response. Default: the request timeout. See {@link LlmLoadTest#idleTimeout()}. */
    String idleTimeout() default "";

    /** Whether connections are reused for further requests. Default true. See {@link LlmLoadTest#keepAlive()}. */
    boolean keepAlive() default true;

    /** The certificates to trust. Default: those that the JVM trusts. See {@link LlmLoadTest#trust()}. */
    String trust() default "";

    /** The client certificate. Default: the JVM's key store. See {@link LlmLoadTest#clientCertificate()}. */
    String clientCertificate() default "";

    /** The proxy for all requests. Default: that of the JVM or the environment. See {@link LlmLoadTest#proxy()}. */
    String proxy() default "";

    /** The version of HTTP. Default HTTP/1.1. See {@link LlmLoadTest#httpVersion()}. */
    HttpVersion httpVersion() default HttpVersion.HTTP_1_1;

    /**
     * Whether to send a single request before the load to check the endpoint. Default true. See {@link LlmLoadTest#probe()}.
     */
    boolean probe() default true;

    /** How long a stopping user may still wait for a response. Default {@code 30s}. See {@link LlmLoadTest#gracefulStop()}. */
    String gracefulStop() default "30s";

    /**
     * How long a user pauses between a response and its next request. Default {@code 0s}. See {@link
     * LlmLoadTest#thinkTime()}.
     */
    String thinkTime() default "0s";

    /**
     * The minimum time between the starts of two successive requests of a user. Default none. See {@link
     * LlmLoadTest#pacing()}.
     */
    String pacing() default "0s";

    /** Whether users honour {@code Retry-After}. Default false. See {@link LlmLoadTest#honourRetryAfter()}. */
    boolean honourRetryAfter() default false;

    /**
     * How long a user pauses after a request that failed at once. Default {@code 100ms}. See {@link
     * LlmLoadTest#errorPause()}.
     */
    String errorPause() default "100ms";

    /** How long the endpoint is warmed up before the first stage. Default none. See {@link LlmLoadTest#warmUp()}. */
    String warmUp() default "0s";

    /** The maximum number of requests of the run. Default no limit. See {@link LlmLoadTest#maxRequests()}. */
    long maxRequests() default 0;

    /** The maximum number of requests of each user. Default no limit. See {@link LlmLoadTest#maxRequestsPerUser()}. */
    long maxRequestsPerUser() default 0;

    /** The seed for everything random. Default 0. See {@link LlmLoadTest#seed()}. */
    long seed() default 0;

    /** Limits on the run's figures. Default: an error rate of at most 1 %. See {@link LlmLoadTest#budgets()}. */
    Budget[] budgets() default {};

    /** The limits of a good request. Default: none, so goodput is not measured. See {@link LlmLoadTest#goodput()}. */
    Goodput goodput() default @Goodput;

    /**
     * Whether a run may pass although its load was not offered as planned. Default false. See {@link
     * LlmLoadTest#acceptInvalid()}.
     */
    boolean acceptInvalid() default false;

    /** Whether to write {@code k6.csv} as well. Default false. See {@link LlmLoadTest#k6Csv()}. */
    boolean k6Csv() default false;

    /** Whether to write HdrHistogram logs as well. Default false. See {@link LlmLoadTest#hlog()}. */
    boolean hlog() default false;

    /**
     * Whether to publish the figures to Micrometer's global registry during the run. Default false. See {@link
     * LlmLoadTest#micrometer()}.
     */
    boolean micrometer() default false;

    /**
     * How much evidence a verdict on a budget needs. Default: the measured figure decides. See {@link
     * LlmLoadTest#evidence()}.
     */
    Evidence evidence() default Evidence.POINT;

    /** A label for a period in which runs are comparable. Default: none. See {@link LlmLoadTest#epoch()}. */
    String epoch() default "";
}
