package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TraceTimeUnit;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.report.console.ProgressStyle;
import dev.llmbench.report.files.OutputDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts together what a test's annotation says and what this run says in its place. */
final class LoadTestFactory {
    private static final int UNSET_USERS = -1;

    private final ExtensionContext context;
    private final TestId test;
    private final LlmLoad asked;
    private final Overrides overrides;
    private final Sources sources;
    private final Placeholders values;
    private final LoadTestBuilder builder = LoadTest.builder();

    LoadTestFactory(ExtensionContext context, TestId test, Sources sources) {
        this.context = context;
        this.test = test;
        this.asked = LoadAnnotation.of(context.getRequiredTestMethod());
        this.sources = sources;
        this.overrides = new Overrides(test.scopes(), sources);
        this.values = new Placeholders(
                new InvocationArguments(context, test)::in,
                this::valueOf,
                "configuration parameters, system properties, the environment, " + SettingsFile.NAME
                        + " and Spring's environment");
    }

    private Optional<String> valueOf(String key) {
        return sources.parameter(key)
                .or(() -> sources.relaxedVariable(key))
                .or(() -> sources.file().value(key))
                .or(() -> SpringEnvironment.property(context, test, key));
    }

    /**
     * The load test, validated.
     *
     * @throws ConfigurationException if it cannot be carried out
     * @throws dev.llmbench.plan.DatasetException if its prompts cannot be read
     */
    LoadTest build() {
        describePlaces();
        describeTarget();
        describeRequest();
        describeLoad();
        describeModel();
        describeVerdict();
        return builder.build();
    }

    /** The directory that all load tests of the build write to. */
    Path outputRoot() {
        ProjectLayout layout = ProjectLayout.of(test.topClass());
        return overrides
                .find(Setting.OUTPUT_DIR)
                .map(given -> layout.project().resolve(given.text().strip()))
                .orElse(layout.build().resolve("llm-load"));
    }

    private void describePlaces() {
        ProjectLayout layout = ProjectLayout.of(test.topClass());
        Path output = outputRoot();
        builder.name(test.name())
                .projectDirectory(layout.project())
                .classLoader(test.topClass().getClassLoader())
                .outputDirectory(OutputDirectory.of(output, test.directories()))
                .indexDirectory(output)
                .k6Csv(overrides.value(Setting.K6_CSV, asked.k6Csv(), ValueParser::flag))
                .hlog(overrides.value(Setting.HLOG, asked.hlog(), ValueParser::flag))
                .micrometer(overrides.value(Setting.MICROMETER, asked.micrometer(), ValueParser::flag))
                .environment(sources.environment())
                .concluded(true)
                .progress(overrides.value(
                        Setting.PROGRESS,
                        ProgressStyle.AUTO,
                        (name, text) -> ValueParser.constant(name, text, ProgressStyle.class)))
                .quiet(overrides.value(Setting.QUIET, false, ValueParser::flag));
    }

    private void describeTarget() {
        List<Object> instances = context.getRequiredTestInstances().getAllInstances();
        String endpoint = new EndpointSource(overrides, values, instances).find(asked);
        Credentials credentials = new Credentials(overrides, sources, values);
        builder.endpoint(endpoint)
                .requestTimeout(duration(Setting.REQUEST_TIMEOUT, asked.requestTimeout()))
                .connectTimeout(duration(Setting.CONNECT_TIMEOUT, asked.connectTimeout()))
                .trust(text(Setting.TRUST, asked.trust()).orElse(""))
                .clientCertificate(text(Setting.CLIENT_CERTIFICATE, asked.clientCertificate())
                        .orElse(""))
                .proxy(text(Setting.PROXY, asked.proxy()).orElse(""))
                .httpVersion(overrides.value(
                        Setting.HTTP_VERSION,
                        asked.httpVersion(),
                        (name, text) -> ValueParser.constant(name, text, HttpVersion.class)))
                .keepAlive(overrides.value(Setting.KEEP_ALIVE, asked.keepAlive(), ValueParser::flag))
                .probe(overrides.value(Setting.PROBE, asked.probe(), ValueParser::flag));
        optionalDuration(Setting.IDLE_TIMEOUT, asked.idleTimeout()).ifPresent(builder::idleTimeout);
        credentials.apiKey(asked.apiKey(), endpoint).ifPresent(builder::apiKey);
        credentials.headers(asked.headers()).forEach(builder::header);
    }

    private void describeRequest() {
        oneAtMost(Setting.PROMPT_TYPE, asked.promptType(), PromptType.class).ifPresent(builder::promptType);
        text(Setting.API, asked.api() == EndpointApi.class ? "" : asked.api().getName())
                .ifPresent(builder::api);
        text(Setting.MODEL, asked.model()).ifPresent(builder::model);
        builder.dataset(text(Setting.DATASET, asked.dataset())
                        .orElseThrow(() -> missing(Setting.DATASET, "\"datasets/llama4/prompts_chat_50_100.jsonl\"")))
                .datasetFormat(overrides.value(
                        Setting.DATASET_FORMAT,
                        asked.datasetFormat(),
                        (name, text) -> ValueParser.constant(name, text, DatasetFormat.class)))
                .saltPrompts(overrides.value(Setting.SALT_PROMPTS, asked.saltPrompts(), ValueParser::flag))
                .tpotByDifference(
                        overrides.value(Setting.TPOT_BY_DIFFERENCE, asked.tpotByDifference(), ValueParser::integer))
                .conversations(overrides.value(Setting.CONVERSATIONS, asked.conversations(), ValueParser::flag))
                .requestBody(overrides
                        .text(Setting.REQUEST_BODY, asked.requestBody())
                        .text())
                .streaming(overrides.value(Setting.STREAMING, asked.streaming(), ValueParser::flag));
        int maxTokens = overrides.value(Setting.MAX_TOKENS, asked.maxTokens(), ValueParser::integer);
        if (maxTokens != 0) {
            builder.maxTokens(maxTokens);
        }
        text(Setting.TOKENIZER, asked.tokenizer()).ifPresent(builder::tokenizer);
        number(Setting.TEMPERATURE, asked.temperature()).ifPresent(builder::temperature);
    }

    private void describeLoad() {
        describeShape();
        builder.maxInFlight(overrides.value(Setting.MAX_IN_FLIGHT, asked.maxInFlight(), ValueParser::integer))
                .gracefulStop(duration(Setting.GRACEFUL_STOP, asked.gracefulStop()))
                .thinkTime(thinkTime())
                .pacing(duration(Setting.PACING, asked.pacing()))
                .honourRetryAfter(
                        overrides.value(Setting.HONOUR_RETRY_AFTER, asked.honourRetryAfter(), ValueParser::flag))
                .errorPause(duration(Setting.ERROR_PAUSE, asked.errorPause()))
                .warmUp(duration(Setting.WARM_UP, asked.warmUp()))
                .seed(overrides.value(Setting.SEED, asked.seed(), ValueParser::whole));
        limit(Setting.MAX_REQUESTS, asked.maxRequests()).ifPresent(builder::maxRequests);
        limit(Setting.MAX_REQUESTS_PER_USER, asked.maxRequestsPerUser()).ifPresent(builder::maxRequestsPerUser);
        TestTimeout.of(context, test).ifPresent(builder::deadline);
    }

    private void describeShape() {
        List<dev.llmbench.plan.Stage> stages =
                overrides.value(Setting.STAGES, Stages.of(asked.stages()), Stages::parse);
        Optional<LoadProfile> profile = oneAtMost(Setting.PROFILE, asked.profile(), LoadProfile.class);
        Optional<LoadModel> load = oneAtMost(Setting.LOAD, asked.load(), LoadModel.class);
        if (stages.isEmpty() && profile.isEmpty() && load.isPresent() && load.get() != LoadModel.TRACE) {
            throw missing(Setting.STAGES, "@Stage(target = 10, duration = \"30s\")");
        }
        stages.forEach(stage -> builder.stage(stage.target(), stage.duration()));
        profile.ifPresent(builder::profile);
        load.ifPresent(builder::load);
        number(Setting.TRACE_SPEED, asked.traceSpeed()).ifPresent(builder::traceSpeed);
        Given window = overrides.text(Setting.TRACE_WINDOW, asked.traceWindow());
        if (!window.text().isBlank()) {
            builder.traceWindow(TraceWindow.parse(window.name(), window.text()));
        }
        builder.traceTimeUnit(overrides.value(
                Setting.TRACE_TIME_UNIT,
                asked.traceTimeUnit(),
                (name, text) -> ValueParser.constant(name, text, TraceTimeUnit.class)));
        number(Setting.TARGET, asked.target()).ifPresent(builder::target);
        number(Setting.START_RATE, asked.startRate()).ifPresent(builder::startRate);
        int startUsers = overrides.value(Setting.START_USERS, asked.startUsers(), ValueParser::integer);
        if (startUsers != UNSET_USERS) {
            builder.startUsers(startUsers);
        }
        optionalDuration(Setting.DURATION, asked.duration()).ifPresent(builder::duration);
        builder.sustained(duration(Setting.SUSTAINED, asked.sustained()))
                .hold(duration(Setting.HOLD, asked.hold()))
                .precision(overrides.value(Setting.PRECISION, asked.precision(), ValueParser::decimal));
        if (overrides.value(Setting.ABORT_ON_BREACH, asked.abortOnBreach(), ValueParser::flag)) {
            builder.abortOnBreach(new AbortRule(
                    duration(Setting.ABORT_DELAY, asked.abortDelay()),
                    overrides.value(Setting.ABORT_MIN_SAMPLES, asked.abortMinSamples(), ValueParser::integer)));
        }
    }

    /** A number that an annotation leaves out as not a number. */
    private OptionalDouble number(Setting setting, double annotated) {
        double number = overrides.value(setting, annotated, ValueParser::decimal);
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** A word that an annotation leaves out as an empty array, since it has no null. */
    private <E extends Enum<E>> Optional<E> oneAtMost(Setting setting, E[] annotated, Class<E> type) {
        if (annotated.length > 1) {
            throw ConfigurationException.of(
                    setting.attribute(), List.of(annotated), "there can be one", "Keep one of them, or none");
        }
        return overrides
                .find(setting)
                .map(given -> ValueParser.constant(given.name(), given.text(), type))
                .or(() -> Stream.of(annotated).findFirst());
    }

    private ThinkTime thinkTime() {
        var given = overrides.text(Setting.THINK_TIME, asked.thinkTime());
        return ThinkTime.parse(given.name(), given.text());
    }

    /** A limit of 0 is none. */
    private OptionalLong limit(Setting setting, long annotated) {
        long limit = overrides.value(setting, annotated, ValueParser::whole);
        return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /** What this run says takes the place of the annotation, whole. */
    private void describeModel() {
        overrides
                .find(Setting.MODEL_PROFILE)
                .ifPresentOrElse(
                        given -> builder.modelProfile(given.text()),
                        () -> ModelProfiles.of(context.getRequiredTestMethod(), test)
                                .ifPresent(asked -> ModelProfiles.describe(asked, builder)));
    }

    private void describeVerdict() {
        List<dev.llmbench.plan.Budget> budgets = overrides
                .find(Setting.BUDGETS)
                .map(given -> LimitText.budgets(given.name(), given.text()))
                .orElseGet(() -> LimitReader.budgets(asked.budgets()));
        overrides.find(Setting.STAGES).ifPresent(given -> Stages.requireThoseOf(budgets, given));
        budgets.forEach(builder::budget);
        builder.goodput(overrides
                        .find(Setting.GOODPUT)
                        .map(given -> LimitText.goodput(given.name(), given.text()))
                        .orElseGet(() -> LimitReader.goodput(asked.goodput())))
                .acceptInvalid(overrides.value(Setting.ACCEPT_INVALID, asked.acceptInvalid(), ValueParser::flag))
                .evidence(overrides.value(
                        Setting.EVIDENCE,
                        asked.evidence(),
                        (name, text) -> ValueParser.constant(name, text, Evidence.class)));
    }

    /** A blank one is none. */
    private Optional<Duration> optionalDuration(Setting setting, String annotated) {
        return overrides.text(setting, annotated).text().isBlank()
                ? Optional.empty()
                : Optional.of(duration(setting, annotated));
    }

    private Duration duration(Setting setting, String annotated) {
        Given given = overrides.text(setting, annotated);
        return Durations.parse(given.name(), given.text());
    }

    private Optional<String> text(Setting setting, String annotated) {
        Given given = overrides.text(setting, annotated);
        return Optional.of(values.resolve(given.name(), given.text())).filter(text -> !text.isBlank());
    }

    private ConfigurationException missing(Setting setting, String example) {
        return ConfigurationException.saying(
                setting.attribute() + " is missing: a load test needs it. Give it by the attribute, such as "
                        + setting.attribute() + " = " + example + ", " + overrides.waysToSet(setting) + ".");
    }
}
