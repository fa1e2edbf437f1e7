package dev.llmbench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.Datasets;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.history.Recording;
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
import dev.llmbench.run.EndpointUrl;
import dev.llmbench.run.History;
import dev.llmbench.run.HistorySettings;
import dev.llmbench.run.LoadShape;
import dev.llmbench.run.Meters;
import dev.llmbench.run.Outputs;
import dev.llmbench.run.ProfileSource;
import dev.llmbench.run.ReachSource;
import dev.llmbench.run.RequestSettings;
import dev.llmbench.run.SecondEndpoint;
import dev.llmbench.run.TokenizerSource;
import dev.llmbench.run.TrustSource;
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
import org.jspecify.annotations.Nullable;

/**
 * Describes a load test. Endpoint, dataset and, unless that is a trace, at least one stage are needed; all else has a default.
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
    private int maxInFlight = Load.USUAL_MAX_IN_FLIGHT;
    private Duration gracefulStop = Duration.ofSeconds(30);
    private Duration warmUp = Duration.ZERO;
    private ThinkTime thinkTime = ThinkTime.NONE;
    private Duration pacing = Duration.ZERO;
    private boolean honourRetryAfter;
    private Duration errorPause = Pace.USUAL_ERROR_PAUSE;
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
    private Outputs outputs = Outputs.USUAL;
    private HistorySettings history = HistorySettings.USUAL;

    LoadTestBuilder() {}

    /** The test's name in files and on the console. Default {@code load-test}. */
    public LoadTestBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * The endpoint's URL, such as {@code http://localhost:8000/v1/chat/completions}. A URL without a path gets
     * {@code /v1/chat/completions} or another, by the prompt type.
     */
    public LoadTestBuilder endpoint(String endpoint) {
        this.endpoint = endpoint;
        return this;
    }

    /**
     * A second endpoint, the baseline, that gets the same load and the same prompts in the same run; a blank text for none,
     * which is the default. Figures and budgets stay those of the endpoint; {@link LoadResult#baseline} has the other's.
     *
     * <p>The API key, and headers with credentials, go to it only if it is on the same host and no less protected; {@link
     * #againstApiKey} gives it a key of its own.
     */
    public LoadTestBuilder against(String endpoint) {
        second.url = endpoint;
        return this;
    }

    /** The API key of the second endpoint, which is never shown. Default: the endpoint's own, on the same host alone. */
    public LoadTestBuilder againstApiKey(String key) {
        second.apiKey = Optional.of(new Secret(key));
        return this;
    }

    /** How two endpoints get their load. Default {@link ArmOrder#SIMULTANEOUS}. */
    public LoadTestBuilder order(ArmOrder order) {
        second.order = order;
        return this;
    }

    /** How long one endpoint is measured until it is the other's turn, in {@link ArmOrder#BLOCKS}. Default 5 s. */
    public LoadTestBuilder block(Duration duration) {
        second.block = duration;
        return this;
    }

    /**
     * Where the prompts are: a path, absolute or relative to the project or one of its parents, or a resource of the class
     * path, with or without {@code classpath:} before it; or prompts to be made, such as
     * {@code synthetic:prompt=512+-64,output=128}. {@link Datasets} has the rules.
     */
    public LoadTestBuilder dataset(String dataset) {
        this.dataset = dataset;
        return this;
    }

    /** What the dataset's file is written in. Default: recognised by its content. */
    public LoadTestBuilder datasetFormat(DatasetFormat format) {
        this.datasetFormat = format;
        return this;
    }

    /** Whether each request begins with words that no other has, so that no prefix cache serves it. Default false. */
    public LoadTestBuilder saltPrompts(boolean salt) {
        this.saltPrompts = salt;
        return this;
    }

    /**
     * Measures TPOT by two lengths of output too, see {@link TwoLengths}: how many tokens more the longer one has, such as
     * 10. Each prompt needs a {@code max_tokens}, or {@link #maxTokens}. Default 0: it does not.
     */
    public LoadTestBuilder tpotByDifference(int tokens) {
        this.tpotByDifference = tokens;
        return this;
    }

    /**
     * Whether each record of the dataset is a conversation that one virtual user runs turn by turn: each answer of the server
     * goes into the history that the next turn is sent with, after the think time. Takes a chat endpoint and virtual users.
     * Default false: each record is sent as one request.
     */
    public LoadTestBuilder conversations(boolean byTurns) {
        this.conversations = byTurns;
        return this;
    }

    /**
     * What counts the tokens of prompts and outputs that the server does not count, and finds the length of synthetic
     * prompts: {@code o200k_base}, which takes {@code com.knuddels:jtokkit} on the class path, or the full name of a class
     * that implements {@link Tokenizer} and has a constructor without parameters. Default: none, then each event with
     * output counts as a token, and what rests on that is called estimated.
     */
    public LoadTestBuilder tokenizer(String name) {
        tokenizerSource.text = name;
        return this;
    }

    /** The same, by a tokenizer of one's own; it is called by a thread other than the caller's. */
    public LoadTestBuilder tokenizer(Tokenizer own) {
        tokenizerSource.text = null;
        tokenizerSource.own = own;
        return this;
    }

    /** Where relative datasets are looked for. Default: the working directory. */
    public LoadTestBuilder projectDirectory(Path directory) {
        this.projectDirectory = directory;
        return this;
    }

    /** Where datasets on the class path are looked for. Default: this library's own. */
    public LoadTestBuilder classLoader(ClassLoader loader) {
        this.classLoader = loader;
        return this;
    }

    /**
     * What the stages' targets count, or {@link LoadModel#TRACE}. Default: a trace without stages and profile is replayed; else
     * virtual users, or what the profile counts.
     */
    public LoadTestBuilder load(LoadModel model) {
        shape.model = model;
        return this;
    }

    /**
     * A load of a well-known shape, up to the {@link #target}. Stages that are given take the place of its own. Default none.
     */
    public LoadTestBuilder profile(LoadProfile profile) {
        shape.profile = profile;
        return this;
    }

    /** The level that the profile goes up to: virtual users, or requests a second. */
    public LoadTestBuilder target(double level) {
        shape.target = OptionalDouble.of(level);
        return this;
    }

    /** How long the profile takes. Default: see the profile. */
    public LoadTestBuilder duration(Duration duration) {
        shape.duration = Optional.of(duration);
        return this;
    }

    /** For how long a budget must be broken until {@link LoadProfile#BREAKPOINT} ends; 3 s at least. Default 10 s. */
    public LoadTestBuilder sustained(Duration duration) {
        shape.sustained = duration;
        return this;
    }

    /** How long {@link LoadProfile#SEARCH} holds each rate. Default 30 s. */
    public LoadTestBuilder hold(Duration duration) {
        shape.hold = duration;
        return this;
    }

    /** How exact {@link LoadProfile#SEARCH} is: 0.05, the default, for 5 % of the rate. */
    public LoadTestBuilder precision(double share) {
        shape.precision = share;
        return this;
    }

    /** Ends the run as soon as a budget is broken beyond chance. Default: it goes on. */
    public LoadTestBuilder abortOnBreach(AbortRule rule) {
        this.abort = Optional.of(rule);
        return this;
    }

    /** Virtual users at the start of the first stage. Default 1, or the profile's. */
    public LoadTestBuilder startUsers(int users) {
        shape.startUsers = OptionalDouble.of(users);
        return this;
    }

    /** Requests a second at the start of the first stage, in the open model. Default 0, or the profile's. */
    public LoadTestBuilder startRate(double perSecond) {
        shape.startRate = OptionalDouble.of(perSecond);
        return this;
    }

    /** The most requests in flight in the open model; what arrives beyond is dropped and counted. Default 1,000. */
    public LoadTestBuilder maxInFlight(int requests) {
        this.maxInFlight = requests;
        return this;
    }

    /** Adds a stage: from the level before it to the target, in equal steps over the duration. */
    public LoadTestBuilder stage(double target, Duration duration) {
        shape.stages.add(new Stage(target, duration));
        return this;
    }

    /** How many times as fast as it was a trace is replayed, see {@link TraceReplay}. Default 1. */
    public LoadTestBuilder traceSpeed(double factor) {
        shape.traceSpeed = OptionalDouble.of(factor);
        return this;
    }

    /** What part of the trace is replayed, in trace time. Default all of it. */
    public LoadTestBuilder traceWindow(TraceWindow window) {
        shape.traceWindow = Optional.of(window);
        return this;
    }

    /** What a trace's times count, where they are numbers. Default: told by the times, or refused where they can be either. */
    public LoadTestBuilder traceTimeUnit(TraceTimeUnit unit) {
        this.traceTimeUnit = unit;
        return this;
    }

    /** How long a user that is to stop may still wait for its answer. Default 30 s. */
    public LoadTestBuilder gracefulStop(Duration duration) {
        this.gracefulStop = duration;
        return this;
    }

    /** How long a user pauses between an answer and its next request. Default none. */
    public LoadTestBuilder thinkTime(Duration duration) {
        return thinkTime(ThinkTime.fixed(duration));
    }

    /** How long a user pauses between an answer and its next request: fixed, uniform or exponential. Default none. */
    public LoadTestBuilder thinkTime(ThinkTime pauses) {
        this.thinkTime = pauses;
        return this;
    }

    /** The least time from the start of a user's request to the start of its next. Default none. */
    public LoadTestBuilder pacing(Duration duration) {
        this.pacing = duration;
        return this;
    }

    /**
     * Whether a virtual user that is answered 429 or 503 with {@code Retry-After}, seconds or a date, sends its next request no
     * sooner than that, or in 60 s if that is less. The answer counts as the error that it is. Default false.
     */
    public LoadTestBuilder honourRetryAfter(boolean honour) {
        this.honourRetryAfter = honour;
        return this;
    }

    /**
     * How long a virtual user pauses after a request that found no connection, or that failed in less than 100 ms, whatever the
     * error; twice as long after each further one in a row, up to 1 s or this if it is more. Zero for no pause. Default 100 ms.
     */
    public LoadTestBuilder errorPause(Duration first) {
        this.errorPause = first;
        return this;
    }

    /**
     * How long the start level, or the first target above zero, is held before the first stage, so that the target has
     * warmed up; what is sent meanwhile is in the CSV and in no metric. Default none.
     */
    public LoadTestBuilder warmUp(Duration duration) {
        this.warmUp = duration;
        return this;
    }

    /** Ends the load when so many requests were sent, if that is before the last stage's end. Default no limit. */
    public LoadTestBuilder maxRequests(long requests) {
        this.maxRequests = OptionalLong.of(requests);
        return this;
    }

    /** Ends the load of a user when it has sent so many requests. Default no limit. */
    public LoadTestBuilder maxRequestsPerUser(long requests) {
        this.maxRequestsPerUser = OptionalLong.of(requests);
        return this;
    }

    /** Makes the order of the prompts, and the texts of a trace's, repeatable. Default 0. */
    public LoadTestBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The request's shape. Default: from the endpoint's path, or else from the dataset. */
    public LoadTestBuilder promptType(PromptType type) {
        request.promptType = Optional.of(type);
        return this;
    }

    /**
     * The API of an endpoint that is not in one of OpenAI's shapes, by the full name of a class with a constructor without
     * parameters. Default: none.
     */
    public LoadTestBuilder api(String className) {
        request.apiClass = className;
        return this;
    }

    /** The same, by an object; it is called by several threads. */
    public LoadTestBuilder api(EndpointApi own) {
        request.apiClass = null;
        request.api = own;
        return this;
    }

    /** The model's name. Default: none is sent, which servers of one model take. */
    public LoadTestBuilder model(String name) {
        request.model = Optional.of(name);
        return this;
    }

    /** The output length asked for where a prompt's own line gives none. Default: the server's. */
    public LoadTestBuilder maxTokens(int tokens) {
        request.maxTokens = OptionalInt.of(tokens);
        return this;
    }

    /** The sampling temperature. Default: the server's. */
    public LoadTestBuilder temperature(double temperature) {
        request.temperature = OptionalDouble.of(temperature);
        return this;
    }

    /** Further fields of the request body as a JSON object, laid over the others; a null removes a field. */
    public LoadTestBuilder requestBody(String json) {
        request.body = json;
        return this;
    }

    /** Whether a stream of events is asked for. Default true. */
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
     * Which certificates are trusted in place of those that the JVM trusts: a PEM file of certificates, looked for as
     * datasets are, or {@code insecure} for any, which the report says in capitals. Default: those that the JVM trusts.
     */
    public LoadTestBuilder trust(String said) {
        this.trust = said;
        return this;
    }

    /**
     * What requests go through: {@code http://proxy:3128} or {@code socks5://proxy:1080}, with credentials before the host or
     * without; {@code none} for the direct way. Default: what the JVM's properties say, such as {@code https.proxyHost}, else
     * the environment, such as {@code HTTPS_PROXY} and {@code NO_PROXY}. This machine is reached directly.
     */
    public LoadTestBuilder proxy(String url) {
        this.proxy = url;
        return this;
    }

    /**
     * What the load generator proves itself with where a server asks for a certificate: a PKCS12 file ({@code .p12},
     * {@code .pfx}), whose password comes from the environment variable {@code LLMBENCH_CLIENT_CERTIFICATE_PASSWORD} alone,
     * or PEM files of the certificate and its key with a comma between them, or one of both. Default: the JVM's key store.
     */
    public LoadTestBuilder clientCertificate(String files) {
        this.clientCertificate = files;
        return this;
    }

    /** Which version of HTTP requests are sent in. Default {@link HttpVersion#HTTP_1_1}. */
    public LoadTestBuilder httpVersion(HttpVersion version) {
        this.httpVersion = version;
        return this;
    }

    /** How long a request may take from its dispatch to the end of the response. Default 60 s. */
    public LoadTestBuilder requestTimeout(Duration duration) {
        this.requestTimeout = duration;
        return this;
    }

    /**
     * How long nothing of a response may come, from the sending of its request on, until that ends as a timeout; above zero.
     * Default: as long as the request may take.
     */
    public LoadTestBuilder idleTimeout(Duration duration) {
        this.idleTimeout = Optional.of(duration);
        return this;
    }

    /** Whether a connection is used for further requests, in HTTP/1.1; else each request opens one. Default true. */
    public LoadTestBuilder keepAlive(boolean wanted) {
        this.keepAlive = wanted;
        return this;
    }

    /**
     * Whether one request, in no figure and in no file, goes before the load, and ends the test where the endpoint cannot be
     * reached or answers any 4xx but 429. Default true.
     */
    public LoadTestBuilder probe(boolean wanted) {
        this.probe = wanted;
        return this;
    }

    /** Adds a budget. Where none is on the run's error rate, one of at most 1 % is added. */
    public LoadTestBuilder budget(Budget budget) {
        budgets.add(budget);
        return this;
    }

    /** What a request has to meet, beside ending ok, to count as good. Default: none, and no goodput is measured. */
    public LoadTestBuilder goodput(GoodputLimits limits) {
        this.goodput = limits;
        return this;
    }

    /**
     * What MBU and MTU are worked out from: a JSON file, looked for as a dataset is, see {@link ModelProfile#parse}; or a
     * ready-made profile as {@code model@accelerator}, such as {@code llama-3.1-70b@4xh100-sxm}. Default: none, and both
     * metrics are absent.
     */
    public LoadTestBuilder modelProfile(String location) {
        profileSource.text = location;
        return this;
    }

    /** What MBU and MTU are worked out from; its figures take the stead of those of a file that is given too. */
    public LoadTestBuilder modelProfile(ModelProfile profile) {
        profileSource.own = profile;
        return this;
    }

    /** Ends the load at this time whatever its stages say; such a run is invalid. */
    public LoadTestBuilder deadline(Duration duration) {
        this.deadline = Optional.of(duration);
        return this;
    }

    /** Lets a run pass its verdict whose load was not offered as planned. Default false. */
    public LoadTestBuilder acceptInvalid(boolean accept) {
        this.acceptInvalid = accept;
        return this;
    }

    /** How sure a verdict on a budget has to be to decide. Default {@link Evidence#POINT}. */
    public LoadTestBuilder evidence(Evidence policy) {
        this.evidence = policy;
        return this;
    }

    /**
     * Where {@code index.html} lists this run beside those of other tests below the same directory. Default: {@code llm-load}
     * in the build directory, where the files go there; else nowhere.
     */
    public LoadTestBuilder indexDirectory(Path root) {
        this.outputs = outputs.withIndex(root);
        return this;
    }

    /** Where the files go. Default: {@code llm-load/<name>} in the build directory. */
    public LoadTestBuilder outputDirectory(Path directory) {
        this.outputDirectory = directory;
        return this;
    }

    /** Whether {@code k6.csv} is written beside {@code requests.csv}, in the layout of k6's CSV output. Default false. */
    public LoadTestBuilder k6Csv(boolean wanted) {
        this.outputs = outputs.withK6Csv(wanted);
        return this;
    }

    /**
     * Whether each latency is written as an HdrHistogram log too, such as {@code ttft.hlog}, with a histogram in
     * microseconds for each second. Default false.
     */
    public LoadTestBuilder hlog(boolean wanted) {
        this.outputs = outputs.withHlog(wanted);
        return this;
    }

    /**
     * Whether the figures go to Micrometer's global registry while the run goes on. Takes
     * {@code io.micrometer:micrometer-core} on the class path. Default false.
     */
    public LoadTestBuilder micrometer(boolean wanted) {
        this.outputs = outputs.withMeters(wanted ? Meters.GLOBAL : Meters.NONE);
        return this;
    }

    /** The same, in a registry of one's own. */
    public LoadTestBuilder meterRegistry(MeterRegistry registry) {
        this.outputs = outputs.withMeters(Meters.in(registry));
        return this;
    }

    /** Whether to leave out progress lines and the summary. Default false. */
    public LoadTestBuilder quiet(boolean quiet) {
        this.outputs = outputs.withQuiet(quiet);
        return this;
    }

    /** How the console shows a run that goes on, unless it is {@link #quiet}. Default {@link ProgressStyle#AUTO}. */
    public LoadTestBuilder progress(ProgressStyle style) {
        this.outputs = outputs.withProgress(style);
        return this;
    }

    /**
     * Whether the test around the load says by {@link LoadTest#conclude} how it ended; the summary for a CI system's page
     * then waits for that. Default false.
     */
    public LoadTestBuilder concluded(boolean concluded) {
        this.outputs = outputs.withConclusion(concluded);
        return this;
    }

    /**
     * The environment variables that say whether a CI system runs this, what the terminal is ({@code TERM}), and where a CI system wants the summary ({@code GITHUB_STEP_SUMMARY}). Default: those of
     * the process.
     */
    public LoadTestBuilder environment(Map<String, String> variables) {
        this.outputs = outputs.withEnvironment(variables);
        return this;
    }

    /**
     * A word for the time in which runs are alike. Where the figures are meant to change, as with another model, another word
     * begins a new baseline. Default: none.
     */
    public LoadTestBuilder epoch(String word) {
        this.history = history.withEpoch(word);
        return this;
    }

    /**
     * When a run is added to the history: {@code auto} for local runs and those of the default branch, {@code always} or
     * {@code never}. Default: {@code auto} where a budget is relative, else {@code never}.
     *
     * @throws ConfigurationException if the word is none of these
     */
    public LoadTestBuilder historyRecord(String word) {
        try {
            this.history = history.withRecording(Recording.parse(word));
        } catch (IllegalArgumentException e) {
            throw ConfigurationException.of(
                    "historyRecord",
                    word,
                    "a run is recorded auto, always or never",
                    "Write auto to record local runs and those of the default branch");
        }
        return this;
    }

    /** The folder that holds earlier runs, from the project's directory. Default {@code .llm-load-history}. */
    public LoadTestBuilder historyDir(String folder) {
        this.history = history.withFolder(folder);
        return this;
    }

    /** The branch whose runs are recorded on a CI system. Default: what the system says, else {@code main} or {@code master}. */
    public LoadTestBuilder defaultBranch(String name) {
        this.history = history.withDefaultBranch(name);
        return this;
    }

    /**
     * A name for machines like this one: only runs on the same class are compared. Default: made of the system, the
     * architecture and the processors.
     */
    public LoadTestBuilder environmentClass(String name) {
        this.history = history.withEnvironmentClass(name);
        return this;
    }

    /**
     * Validates everything and reads the dataset. Sends nothing.
     *
     * @throws ConfigurationException if the description cannot be carried out
     * @throws dev.llmbench.plan.DatasetException if the dataset cannot be found or read
     */
    public LoadTest build() {
        String url = required("endpoint", endpoint, "http://localhost:8000/v1/chat/completions");
        String location = required("dataset", dataset, "datasets/llama4/prompts_chat_50_100.jsonl");
        outputs.meters().requireThere();
        ObjectNode furtherFields = request.furtherFields();
        Optional<EndpointApi> ownApi = request.ownApi(classLoader);
        EndpointUrl endpointUrl = EndpointUrl.parse("endpoint", url);
        // What does not depend on the dataset is validated before that is read, which may be large.
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
        boolean salted = saltPrompts || second.isBehind(endpointUrl);
        DatasetOptions options = DatasetOptions.ofDefaults()
                .withFormat(datasetFormat)
                .withSalt(salted)
                .withConversations(conversations)
                .withSeed(seed)
                .withWindow(shape.window().from(), shape.window().to())
                .withTimeUnit(traceTimeUnit);
        Dataset prompts = Datasets.load(
                location,
                projectDirectory,
                classLoader,
                tokenizer.map(options::withTokenizer).orElse(options));
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
        if (outputDirectory != null) {
            return new LoadTest(plan, prompts, tokenizer, outputDirectory, probe, outputs, past);
        }
        Path usual = BuildDirectory.of(projectDirectory).resolve("llm-load");
        Outputs listed = outputs.index().isPresent() ? outputs : outputs.withIndex(usual);
        return new LoadTest(plan, prompts, tokenizer, OutputDirectory.of(usual, List.of(name)), probe, listed, past);
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
