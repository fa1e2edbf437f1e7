package dev.llmbench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.cluster.Assignment;
import dev.llmbench.cluster.ClusterSettings;
import dev.llmbench.cluster.Coordinator;
import dev.llmbench.cluster.jgroups.Clusters;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.history.Recording;
import dev.llmbench.history.RunHistory;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Against;
import dev.llmbench.plan.ArmOrder;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.ModelProfile;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.ProgressStyle;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.Reach;
import dev.llmbench.plan.Secret;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.Target;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TraceReplay;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.prompt.Tokenizer;
import dev.llmbench.report.files.OutputDirectory;
import dev.llmbench.result.LoadResult;
import dev.llmbench.run.BuildDirectory;
import dev.llmbench.run.History;
import dev.llmbench.run.HistorySettings;
import dev.llmbench.run.LoadCarrier;
import dev.llmbench.run.Meters;
import dev.llmbench.run.Outputs;
import dev.llmbench.run.ReachSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a load test. Endpoint, dataset and, unless the dataset is a trace, at least one stage are required; everything else
 * has a default.
 *
 * <pre>{@code
 * LoadResult result = LoadTest.builder()
 *         .endpoint("http://localhost:8000/v1/chat/completions")
 *         .dataset("datasets/llama4/prompts_chat_50_100.jsonl")
 *         .load(LoadModel.POISSON_ARRIVAL_RATE)
 *         .stage(5, ofSeconds(30))
 *         .stage(5, ofMinutes(5))
 *         .warmUp(ofSeconds(10))
 *         .build()
 *         .run();
 * }</pre>
 */
public final class LoadTestBuilder {
    private String name = "load-test";
    private @Nullable String endpoint;
    private final SecondEndpoint second = new SecondEndpoint();
    private @Nullable String dataset;
    private DatasetFormat datasetFormat = DatasetFormat.AUTO;
    private TraceTimeUnit traceTimeUnit = TraceTimeUnit.AUTO;
    private boolean saltPrompts;
    private int tpotByDifference;
    private boolean conversations;
    private final TokenizerSource tokenizerSource = new TokenizerSource();
    private Path projectDirectory = Path.of("").toAbsolutePath();
    private ClassLoader classLoader = LoadTest.class.getClassLoader();
    private final LoadShape shape = new LoadShape();
    private int maxInFlight = Load.DEFAULT_MAX_IN_FLIGHT;
    private Duration gracefulStop = Duration.ofSeconds(30);
    private Duration warmUp = Duration.ZERO;
    private ThinkTime thinkTime = ThinkTime.NONE;
    private Duration pacing = Duration.ZERO;
    private boolean honourRetryAfter;
    private Duration errorPause = Pace.DEFAULT_ERROR_PAUSE;
    private OptionalLong maxRequests = OptionalLong.empty();
    private OptionalLong maxRequestsPerUser = OptionalLong.empty();
    private long seed;
    private final RequestSettings request = new RequestSettings();
    private final Map<String, Secret> headers = new LinkedHashMap<>();
    private Optional<Secret> apiKey = Optional.empty();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(60);
    private Optional<Duration> idleTimeout = Optional.empty();
    private boolean keepAlive = true;
    private HttpVersion httpVersion = HttpVersion.HTTP_1_1;
    private String trust = "";
    private String proxy = "";
    private String clientCertificate = "";
    private final List<Budget> budgets = new ArrayList<>();
    private GoodputLimits goodput = GoodputLimits.NONE;
    private final ProfileSource profileSource = new ProfileSource();
    private Optional<AbortRule> abort = Optional.empty();
    private Optional<Duration> deadline = Optional.empty();
    private boolean acceptInvalid;
    private Evidence evidence = Evidence.POINT;
    private @Nullable Path outputDirectory;
    private boolean probe = true;
    private Outputs outputs = Outputs.DEFAULTS;
    private HistorySettings history = HistorySettings.DEFAULTS;
    private ClusterSettings cluster = ClusterSettings.NONE;

    LoadTestBuilder() {}

    /** The test's name in files and on the console. Default {@code load-test}. */
    public LoadTestBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * The endpoint's URL, such as {@code http://localhost:8000/v1/chat/completions}. A URL without a path gets the path of
     * the prompt type, such as {@code /v1/chat/completions}.
     */
    public LoadTestBuilder endpoint(String endpoint) {
        this.endpoint = endpoint;
        return this;
    }

    /**
     * A second endpoint, the baseline, which gets the same load and the same prompts in the same run. Default: blank, for
     * none. Figures and budgets are still those of {@link #endpoint}; {@link LoadResult#baseline} has the baseline's.
     *
     * <p>The API key and headers with credentials are sent to it only if it is on the same host and at least as well
     * protected; {@link #againstApiKey} sets a separate key.
     */
    public LoadTestBuilder against(String endpoint) {
        second.url = endpoint;
        return this;
    }

    /** The API key of the second endpoint, which is never shown. Default: that of {@link #endpoint}, on the same host only. */
    public LoadTestBuilder againstApiKey(String key) {
        second.apiKey = Optional.of(new Secret(key));
        return this;
    }

    /** How the load is distributed over two endpoints. Default {@link ArmOrder#SIMULTANEOUS}. */
    public LoadTestBuilder order(ArmOrder order) {
        second.order = order;
        return this;
    }

    /** How long one endpoint is measured before the other takes its turn, with {@link ArmOrder#BLOCKS}. Default 5 s. */
    public LoadTestBuilder block(Duration duration) {
        second.block = duration;
        return this;
    }

    /**
     * The source of the prompts: a path, absolute or relative to the project or one of its parents; a resource on the class
     * path, with or without the prefix {@code classpath:}; or synthetic prompts, such as {@code
     * synthetic:prompt=512+-64,output=128}. See {@link Datasets} for the rules.
     */
    public LoadTestBuilder dataset(String dataset) {
        this.dataset = dataset;
        return this;
    }

    /** The format of the dataset's file. Default: detected from its content. */
    public LoadTestBuilder datasetFormat(DatasetFormat format) {
        this.datasetFormat = format;
        return this;
    }

    /** Whether each request begins with unique words, so that no prefix cache can serve it. Default false. */
    public LoadTestBuilder saltPrompts(boolean salt) {
        this.saltPrompts = salt;
        return this;
    }

    /**
     * Also measures TPOT from two output lengths, see {@link TwoLengths}: by how many tokens the longer one exceeds the
     * shorter, such as 10. Each prompt needs a {@code max_tokens}, unless {@link #maxTokens} is set. Default 0, for off.
     */
    public LoadTestBuilder tpotByDifference(int tokens) {
        this.tpotByDifference = tokens;
        return this;
    }

    /**
     * Whether each record of the dataset is a conversation that one virtual user runs turn by turn: each answer of the
     * server becomes part of the history sent with the next turn, after the think time. Requires a chat endpoint and virtual
     * users. Default false: each record is sent as one request.
     */
    public LoadTestBuilder conversations(boolean byTurns) {
        this.conversations = byTurns;
        return this;
    }

    /**
     * The tokenizer that counts the tokens of prompts and outputs if the server does not, and determines the length of
     * synthetic prompts: {@code o200k_base}, which requires {@code com.knuddels:jtokkit} on the class path, or the fully
     * qualified name of a class that implements {@link Tokenizer} and has a no-argument constructor. Default: none; then
     * each event with output counts as one token, and figures based on that are marked as estimated.
     */
    public LoadTestBuilder tokenizer(String name) {
        tokenizerSource.text = name;
        return this;
    }

    /** As {@link #tokenizer(String)}, with an instance; it is called from a thread other than the caller's. */
    public LoadTestBuilder tokenizer(Tokenizer own) {
        tokenizerSource.text = null;
        tokenizerSource.own = own;
        return this;
    }

    /** The directory against which relative dataset paths are resolved. Default: the working directory. */
    public LoadTestBuilder projectDirectory(Path directory) {
        this.projectDirectory = directory;
        return this;
    }

    /** The class loader that finds datasets on the class path. Default: that of this library. */
    public LoadTestBuilder classLoader(ClassLoader loader) {
        this.classLoader = loader;
        return this;
    }

    /**
     * The unit of the stages' targets, or {@link LoadModel#TRACE}. Default: a trace without stages or a profile is replayed;
     * otherwise virtual users, or the unit of the profile.
     */
    public LoadTestBuilder load(LoadModel model) {
        shape.model = model;
        return this;
    }

    /**
     * A load of a well-known shape, up to the {@link #target}. Explicit stages replace those of the profile. Default none.
     */
    public LoadTestBuilder profile(LoadProfile profile) {
        shape.profile = profile;
        return this;
    }

    /** The highest level of the profile: virtual users, or requests per second. */
    public LoadTestBuilder target(double level) {
        shape.target = OptionalDouble.of(level);
        return this;
    }

    /** How long the profile takes. Default: depends on the profile. */
    public LoadTestBuilder duration(Duration duration) {
        shape.duration = Optional.of(duration);
        return this;
    }

    /** How long a budget must be broken before {@link LoadProfile#BREAKPOINT} ends; at least 3 s. Default 10 s. */
    public LoadTestBuilder sustained(Duration duration) {
        shape.sustained = duration;
        return this;
    }

    /** How long {@link LoadProfile#SEARCH} holds each rate. Default 30 s. */
    public LoadTestBuilder hold(Duration duration) {
        shape.hold = duration;
        return this;
    }

    /** The precision of {@link LoadProfile#SEARCH} as a share of the rate. Default 0.05, for 5 %. */
    public LoadTestBuilder precision(double share) {
        shape.precision = share;
        return this;
    }

    /** Ends the run as soon as a budget is provably broken. Default: the run continues. */
    public LoadTestBuilder abortOnBreach(AbortRule rule) {
        this.abort = Optional.of(rule);
        return this;
    }

    /** The number of virtual users at the start of the first stage. Default 1, or the profile's. */
    public LoadTestBuilder startUsers(int users) {
        shape.startUsers = OptionalDouble.of(users);
        return this;
    }

    /** The rate at the start of the first stage in requests per second, in the open model. Default 0, or the profile's. */
    public LoadTestBuilder startRate(double perSecond) {
        shape.startRate = OptionalDouble.of(perSecond);
        return this;
    }

    /**
     * The maximum number of requests in flight in the open model; arrivals beyond it are dropped and counted. Default 1,000.
     */
    public LoadTestBuilder maxInFlight(int requests) {
        this.maxInFlight = requests;
        return this;
    }

    /** Adds a stage, which moves from the previous level to the target in equal steps over the duration. */
    public LoadTestBuilder stage(double target, Duration duration) {
        shape.stages.add(new Stage(target, duration));
        return this;
    }

    /** The speed at which a trace is replayed, as a multiple of its original speed; see {@link TraceReplay}. Default 1. */
    public LoadTestBuilder traceSpeed(double factor) {
        shape.traceSpeed = OptionalDouble.of(factor);
        return this;
    }

    /** The part of the trace that is replayed, in trace time. Default: all of it. */
    public LoadTestBuilder traceWindow(TraceWindow window) {
        shape.traceWindow = Optional.of(window);
        return this;
    }

    /** The unit of a trace's times, if they are numbers. Default: inferred from the times; an ambiguous trace is rejected. */
    public LoadTestBuilder traceTimeUnit(TraceTimeUnit unit) {
        this.traceTimeUnit = unit;
        return this;
    }

    /** How long a stopping user may still wait for the response to its request. Default 30 s. */
    public LoadTestBuilder gracefulStop(Duration duration) {
        this.gracefulStop = duration;
        return this;
    }

    /** How long a user pauses between a response and its next request. Default none. */
    public LoadTestBuilder thinkTime(Duration duration) {
        return thinkTime(ThinkTime.fixed(duration));
    }

    /** How long a user pauses between a response and its next request: fixed, uniform or exponential. Default none. */
    public LoadTestBuilder thinkTime(ThinkTime pauses) {
        this.thinkTime = pauses;
        return this;
    }

    /** The minimum time between the starts of two successive requests of a user. Default none. */
    public LoadTestBuilder pacing(Duration duration) {
        this.pacing = duration;
        return this;
    }

    /**
     * Whether a virtual user that receives 429 or 503 with {@code Retry-After}, in seconds or as a date, waits that long
     * before its next request, but at most 60 s. The response still counts as an error. Default false.
     */
    public LoadTestBuilder honourRetryAfter(boolean honour) {
        this.honourRetryAfter = honour;
        return this;
    }

    /**
     * How long a virtual user pauses after a request that could not connect or failed within 100 ms for any reason. The
     * pause doubles with each further such failure in a row, up to the larger of 1 s and this value. Zero for no pause.
     * Default 100 ms.
     */
    public LoadTestBuilder errorPause(Duration first) {
        this.errorPause = first;
        return this;
    }

    /**
     * How long the start level, or the first target above zero, is held before the first stage to warm up the endpoint.
     * Requests sent meanwhile appear in the CSV but in no metric. Default none.
     */
    public LoadTestBuilder warmUp(Duration duration) {
        this.warmUp = duration;
        return this;
    }

    /** Ends the load after this many requests, if the last stage has not ended before. Default: no limit. */
    public LoadTestBuilder maxRequests(long requests) {
        this.maxRequests = OptionalLong.of(requests);
        return this;
    }

    /** Stops each user after it has sent this many requests. Default: no limit. */
    public LoadTestBuilder maxRequestsPerUser(long requests) {
        this.maxRequestsPerUser = OptionalLong.of(requests);
        return this;
    }

    /** The seed for everything random, such as the order of the prompts and the generated texts of a trace. Default 0. */
    public LoadTestBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The API that requests use. Default: inferred from the endpoint's path, otherwise from the dataset. */
    public LoadTestBuilder promptType(PromptType type) {
        request.promptType = Optional.of(type);
        return this;
    }

    /**
     * A custom API for an endpoint that is not compatible with OpenAI, as the fully qualified name of a class with a
     * no-argument constructor. Default: none.
     */
    public LoadTestBuilder api(String className) {
        request.apiClass = className;
        return this;
    }

    /** As {@link #api(String)}, with an instance; it is called from several threads. */
    public LoadTestBuilder api(EndpointApi own) {
        request.apiClass = null;
        request.api = own;
        return this;
    }

    /** The name of the model. Default: none is sent, which servers of a single model accept. */
    public LoadTestBuilder model(String name) {
        request.model = Optional.of(name);
        return this;
    }

    /** The maximum output length of prompts that do not set their own. Default: the server's. */
    public LoadTestBuilder maxTokens(int tokens) {
        request.maxTokens = OptionalInt.of(tokens);
        return this;
    }

    /** The sampling temperature. Default: the server's. */
    public LoadTestBuilder temperature(double temperature) {
        request.temperature = OptionalDouble.of(temperature);
        return this;
    }

    /** Further fields of the request body as a JSON object, which override the others; a null removes a field. */
    public LoadTestBuilder requestBody(String json) {
        request.body = json;
        return this;
    }

    /** Whether to request a stream of events. Default true. */
    public LoadTestBuilder streaming(boolean streaming) {
        request.streaming = streaming;
        return this;
    }

    /** Adds a header to every request; its value is never shown. */
    public LoadTestBuilder header(String name, String value) {
        headers.put(name, new Secret(value));
        return this;
    }

    /** Sends {@code Authorization: Bearer} with the key, which is never shown. */
    public LoadTestBuilder apiKey(String key) {
        this.apiKey = Optional.of(new Secret(key));
        return this;
    }

    /** How long opening a connection may take. Default 10 s. */
    public LoadTestBuilder connectTimeout(Duration duration) {
        this.connectTimeout = duration;
        return this;
    }

    /**
     * The certificates to trust instead of those that the JVM trusts: a PEM file of certificates, located like a dataset, or
     * {@code insecure} to trust any certificate, about which the report warns in capitals. Default: those that the JVM
     * trusts.
     */
    public LoadTestBuilder trust(String certificates) {
        this.trust = certificates;
        return this;
    }

    /**
     * The proxy for all requests: {@code http://proxy:3128} or {@code socks5://proxy:1080}, optionally with credentials
     * before the host; {@code none} for a direct connection. Default: the JVM's system properties, such as {@code
     * https.proxyHost}, otherwise environment variables such as {@code HTTPS_PROXY} and {@code NO_PROXY}. Connections to
     * this machine are direct by default.
     */
    public LoadTestBuilder proxy(String url) {
        this.proxy = url;
        return this;
    }

    /**
     * The client certificate to present if a server requests one: a PKCS12 file ({@code .p12}, {@code .pfx}), whose password
     * is read only from the environment variable {@code LLMBENCH_CLIENT_CERTIFICATE_PASSWORD}; or PEM files of the
     * certificate and its key, separated by a comma; or one PEM file with both. Default: the JVM's key store.
     */
    public LoadTestBuilder clientCertificate(String files) {
        this.clientCertificate = files;
        return this;
    }

    /** The version of HTTP. Default {@link HttpVersion#HTTP_1_1}. */
    public LoadTestBuilder httpVersion(HttpVersion version) {
        this.httpVersion = version;
        return this;
    }

    /** The maximum time from the dispatch of a request to the end of its response. Default 60 s. */
    public LoadTestBuilder requestTimeout(Duration duration) {
        this.requestTimeout = duration;
        return this;
    }

    /**
     * The maximum time without any byte of the response, starting when the request is sent; when it elapses, the request
     * fails with a timeout. Must be positive. Default: the request timeout.
     */
    public LoadTestBuilder idleTimeout(Duration duration) {
        this.idleTimeout = Optional.of(duration);
        return this;
    }

    /**
     * Whether connections are reused for further requests, in HTTP/1.1; otherwise each request opens a new one. Default
     * true.
     */
    public LoadTestBuilder keepAlive(boolean wanted) {
        this.keepAlive = wanted;
        return this;
    }

    /**
     * Whether to send a single request before the load, which appears in no figure and no file and fails the test if the
     * endpoint cannot be reached or responds with any 4xx other than 429. Default true.
     */
    public LoadTestBuilder probe(boolean wanted) {
        this.probe = wanted;
        return this;
    }

    /** Adds a budget. If there is none on the error rate of the run, one of at most 1 % is added. */
    public LoadTestBuilder budget(Budget budget) {
        budgets.add(budget);
        return this;
    }

    /** The limits that a successful request must meet to count as good. Default: none, so goodput is not measured. */
    public LoadTestBuilder goodput(GoodputLimits limits) {
        this.goodput = limits;
        return this;
    }

    /**
     * The model profile from which MBU and MTU are computed: a JSON file, located like a dataset, see {@link
     * ModelProfile#parse}; or a predefined profile as {@code model@accelerator}, such as {@code llama-3.1-70b@4xh100-sxm}.
     * Default: none, so both metrics are absent.
     */
    public LoadTestBuilder modelProfile(String location) {
        profileSource.text = location;
        return this;
    }

    /** The model profile from which MBU and MTU are computed; its figures override those of a file. */
    public LoadTestBuilder modelProfile(ModelProfile profile) {
        profileSource.own = profile;
        return this;
    }

    /** Ends the load at this time even if its stages have not ended; such a run is invalid. */
    public LoadTestBuilder deadline(Duration duration) {
        this.deadline = Optional.of(duration);
        return this;
    }

    /** Whether a run may pass although its load was not offered as planned. Default false. */
    public LoadTestBuilder acceptInvalid(boolean accept) {
        this.acceptInvalid = accept;
        return this;
    }

    /** How much evidence a verdict on a budget needs. Default {@link Evidence#POINT}. */
    public LoadTestBuilder evidence(Evidence policy) {
        this.evidence = policy;
        return this;
    }

    /**
     * The directory whose {@code index.html} lists this run together with those of other tests below it. Default: {@code
     * llm-load} in the build directory if the files are written there; otherwise none.
     */
    public LoadTestBuilder indexDirectory(Path root) {
        this.outputs = outputs.withIndex(root);
        return this;
    }

    /** The directory for the files. Default: {@code llm-load/<name>} in the build directory. */
    public LoadTestBuilder outputDirectory(Path directory) {
        this.outputDirectory = directory;
        return this;
    }

    /** Whether to write {@code k6.csv} next to {@code requests.csv}, in the format of k6's CSV output. Default false. */
    public LoadTestBuilder k6Csv(boolean wanted) {
        this.outputs = outputs.withK6Csv(wanted);
        return this;
    }

    /**
     * Whether to write an HdrHistogram log for each latency, such as {@code ttft.hlog}, with one histogram per second, in
     * microseconds. Default false.
     */
    public LoadTestBuilder hlog(boolean wanted) {
        this.outputs = outputs.withHlog(wanted);
        return this;
    }

    /**
     * Whether to publish the figures to Micrometer's global registry during the run. Requires {@code
     * io.micrometer:micrometer-core} on the class path. Default false.
     */
    public LoadTestBuilder micrometer(boolean wanted) {
        this.outputs = outputs.withMeters(wanted ? Meters.GLOBAL : Meters.NONE);
        return this;
    }

    /** Publishes the figures to the given registry during the run. */
    public LoadTestBuilder meterRegistry(MeterRegistry registry) {
        this.outputs = outputs.withMeters(Meters.in(registry));
        return this;
    }

    /** Whether to suppress progress lines and the summary. Default false. */
    public LoadTestBuilder quiet(boolean quiet) {
        this.outputs = outputs.withQuiet(quiet);
        return this;
    }

    /** How the console shows the progress of a run, unless {@link #quiet} is set. Default {@link ProgressStyle#AUTO}. */
    public LoadTestBuilder progress(ProgressStyle style) {
        this.outputs = outputs.withProgress(style);
        return this;
    }

    /**
     * Whether the test around the load will call {@link LoadTest#conclude} to report how it ended; the summary for the CI
     * system's page is then delayed until that call. Default false.
     */
    public LoadTestBuilder concluded(boolean concluded) {
        this.outputs = outputs.withConclusion(concluded);
        return this;
    }

    /**
     * The environment variables that identify the CI system, the terminal ({@code TERM}) and the file for the CI system's
     * summary ({@code GITHUB_STEP_SUMMARY}). Default: those of the process.
     */
    public LoadTestBuilder environment(Map<String, String> variables) {
        this.outputs = outputs.withEnvironment(variables);
        return this;
    }

    /**
     * A label for a period in which runs are comparable. If figures are expected to change, for example with another model,
     * a new label starts a new baseline. Default: none.
     */
    public LoadTestBuilder epoch(String word) {
        this.history = history.withEpoch(word);
        return this;
    }

    /** The name under which runs are recorded in the history. Default: the {@link #name(String) name} of the test. */
    public LoadTestBuilder historyName(String name) {
        this.history = history.withTest(name);
        return this;
    }

    /**
     * When a run is added to the history: {@code auto} for local runs and those of the default branch, {@code always} or
     * {@code never}. Default: {@code auto} if a budget is relative, otherwise {@code never}.
     *
     * @throws ConfigurationException if the word is anything else
     */
    public LoadTestBuilder historyRecord(String word) {
        try {
            this.history = history.withRecording(Recording.parse(word));
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(
                    "historyRecord",
                    word,
                    "this must be auto, always or never",
                    "Write auto to record local runs and those of the default branch");
        }
        return this;
    }

    /**
     * The folder of earlier runs, relative to the project directory, or the URL of a database that keeps them, such as {@code
     * jdbc:postgresql://db/load}, whose driver the project brings. The environment variables {@code LLMBENCH_HISTORY_USER} and
     * {@code LLMBENCH_HISTORY_PASSWORD} hold the credentials for it. Default {@code .llm-load-history}.
     *
     * @throws ConfigurationException if a URL holds credentials
     */
    public LoadTestBuilder historyDir(String place) {
        try {
            RunHistory.requireNoCredentials(place);
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(
                    "historyDir",
                    "jdbc:***",
                    String.valueOf(e.getMessage()),
                    "Set the environment variables LLMBENCH_HISTORY_USER and LLMBENCH_HISTORY_PASSWORD instead");
        }
        this.history = history.withFolder(place);
        return this;
    }

    /**
     * The branch whose runs are recorded on a CI system. Default: the one that the CI system reports, otherwise {@code main}
     * or {@code master}.
     */
    public LoadTestBuilder defaultBranch(String name) {
        this.history = history.withDefaultBranch(name);
        return this;
    }

    /**
     * A name for machines like this one; only runs with the same name are compared. Default: derived from the operating
     * system, the architecture and the number of processors.
     */
    public LoadTestBuilder environmentClass(String name) {
        this.history = history.withEnvironmentClass(name);
        return this;
    }

    /**
     * Sends the load from the workers of a cluster instead of this JVM. Requires {@code org.jgroups:jgroups} on the class
     * path. Default: none.
     *
     * @param place the cluster's hub, such as {@code hub.example:7800}, with its key in the environment variable {@code
     *     LLMBENCH_CLUSTER_KEY}; or {@code local:3} for three workers on this machine that end with the run
     * @throws ConfigurationException if it is neither
     */
    public LoadTestBuilder cluster(String place) {
        this.cluster = cluster.withPlace(place);
        return this;
    }

    /** The number of workers that the load needs. Default: all that are idle, at least one. */
    public LoadTestBuilder clusterWorkers(int number) {
        this.cluster = cluster.withWorkers(number);
        return this;
    }

    /** How long to wait for the workers of the cluster. Default one minute. */
    public LoadTestBuilder clusterWait(Duration duration) {
        this.cluster = cluster.withPatience(duration);
        return this;
    }

    /**
     * What to do when a worker of the cluster is lost: {@code end} ends the load, and {@code finish} lets the other workers
     * finish their shares. The run is invalid either way. Default {@code end}.
     *
     * @throws ConfigurationException if the word is neither of these
     */
    public LoadTestBuilder clusterOnLoss(String word) {
        this.cluster = cluster.withOnLoss(word);
        return this;
    }

    /**
     * Validates the configuration and reads the dataset, without sending anything.
     *
     * @throws ConfigurationException if the configuration is invalid
     * @throws dev.llmbench.plan.DatasetException if the dataset cannot be found or read
     */
    public LoadTest build() {
        String url = required("endpoint", endpoint, "http://localhost:8000/v1/chat/completions");
        String location = required("dataset", dataset, "datasets/llama4/prompts_chat_50_100.jsonl");
        outputs.meters().requireAvailable();
        cluster.requireAvailable();
        ObjectNode furtherFields = request.furtherFields();
        Optional<EndpointApi> ownApi = request.ownApi(classLoader);
        EndpointUrl endpointUrl = EndpointUrl.parse("endpoint", url);
        // Validated before the dataset is read, since that may be large.
        Optional<Load> staged = shape.replays() ? Optional.empty() : Optional.of(staged());
        EarlyEnd early = new EarlyEnd(abort, shape.hunt());
        Optional<ModelProfile> profile = profileSource.profile(projectDirectory, classLoader);
        Target given = new Target(
                endpointUrl.given(),
                apiKey,
                headers,
                connectTimeout,
                requestTimeout,
                idleTimeout,
                TrustSource.trust(trust, projectDirectory, classLoader),
                httpVersion,
                keepAlive,
                reach(endpointUrl.given()));
        Optional<Tokenizer> tokenizer = tokenizerSource.tokenizer(classLoader);
        boolean salted = saltPrompts || second.sharesOrigin(endpointUrl);
        DatasetOptions options = DatasetOptions.ofDefaults()
                .withFormat(datasetFormat)
                .withSalt(salted)
                .withConversations(conversations)
                .withSeed(seed)
                .withWindow(shape.window().from(), shape.window().to())
                .withTimeUnit(traceTimeUnit);
        DatasetOptions reading = tokenizer.map(options::withTokenizer).orElse(options);
        Dataset prompts = Datasets.load(location, projectDirectory, classLoader, reading);
        Load load = staged.orElseGet(() -> replayed(prompts));
        PromptType type = request.shape(ownApi, endpointUrl, prompts);
        Target target = given.at(endpointUrl.withPathFor(type));
        Optional<Against> against = second.against(target, type, this::reach);
        Optional<TwoLengths> twoLengths = tpotByDifference == 0
                ? Optional.empty()
                : Optional.of(new TwoLengths(tpotByDifference, prompts.salted()));
        LoadPlan plan = new LoadPlan(
                name,
                location,
                target,
                request.options(type, ownApi, furtherFields),
                load,
                budgets,
                goodput,
                early,
                deadline,
                acceptInvalid,
                evidence,
                new Measuring(profile, twoLengths, conversations, tokenizer.map(Tokenizer::name), against));
        History past = new History(history, projectDirectory, outputs.environment(), prompts);
        Optional<Supplier<LoadCarrier>> carrier = cluster.isWanted()
                ? Optional.of(onCluster(new Assignment(
                        plan, prompts, Datasets.find(location, projectDirectory, classLoader), reading, probe)))
                : Optional.empty();
        if (outputDirectory != null) {
            return new LoadTest(plan, prompts, tokenizer, outputDirectory, probe, outputs, past, carrier);
        }
        Path usual = BuildDirectory.of(projectDirectory).resolve("llm-load");
        Outputs listed = outputs.index().isPresent() ? outputs : outputs.withIndex(usual);
        return new LoadTest(
                plan, prompts, tokenizer, OutputDirectory.of(usual, List.of(name)), probe, listed, past, carrier);
    }

    private Supplier<LoadCarrier> onCluster(Assignment assignment) {
        ClusterSettings settings = cluster;
        Map<String, String> environment = outputs.environment();
        return () -> new Coordinator(settings, assignment, Clusters.joining(settings, environment));
    }

    private Reach reach(URI to) {
        return new ReachSource(System::getenv).reach(to, proxy, clientCertificate, projectDirectory, classLoader);
    }

    private Load staged() {
        return new Load(
                shape.model(),
                shape.start(),
                shape.stages(),
                warmUp,
                gracefulStop,
                new Pace(thinkTime, pacing, honourRetryAfter, errorPause),
                new Limits(maxRequests, maxRequestsPerUser),
                maxInFlight,
                seed);
    }

    private Load replayed(Dataset prompts) {
        return Load.ofTrace(
                shape.replay(prompts),
                warmUp,
                gracefulStop,
                new Pace(thinkTime, pacing, honourRetryAfter, errorPause),
                new Limits(maxRequests, maxRequestsPerUser),
                maxInFlight,
                seed);
    }

    private static String required(String attribute, @Nullable String value, String example) {
        if (value == null || value.isBlank()) {
            throw ConfigurationException.saying(
                    attribute + " is missing: a load test needs one. Write for example \"" + example + "\".");
        }
        return value.strip();
    }
}
