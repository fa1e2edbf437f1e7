package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.prompt.DatasetFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts together what a test's annotation says and what this run says in its place. */
final class Description {
    private final ExtensionContext context;
    private final TestId test;
    private final LlmLoad asked;
    private final Overrides overrides;
    private final Sources sources;
    private final Placeholders values;
    private final LoadTestBuilder builder = LoadTest.builder();

    Description(ExtensionContext context, TestId test, Sources sources) {
        this.context = context;
        this.test = test;
        this.asked = LoadAnnotation.of(context.getRequiredTestMethod());
        this.sources = sources;
        this.overrides = new Overrides(test.scopes(), sources);
        this.values = new Placeholders(
                this::valueOf, "configuration parameters, system properties, the environment and Spring's environment");
    }

    private Optional<String> valueOf(String key) {
        return sources.parameter(key)
                .or(() -> sources.relaxedVariable(key))
                .or(() -> SpringEnvironment.property(context, key));
    }

    /**
     * The load test, validated.
     *
     * @throws ConfigurationException if it cannot be carried out
     * @throws dev.llmbench.prompt.DatasetException if its prompts cannot be read
     */
    LoadTest build() {
        describePlaces();
        describeTarget();
        describeRequest();
        describeLoad();
        describeVerdict();
        return builder.build();
    }

    private void describePlaces() {
        ProjectLayout layout = ProjectLayout.of(test.testClass());
        Path output = overrides
                .find(Setting.OUTPUT_DIR)
                .map(given -> layout.project().resolve(given.text().strip()))
                .orElse(layout.build().resolve("llm-load"));
        builder.name(test.name())
                .projectDirectory(layout.project())
                .classLoader(test.testClass().getClassLoader())
                .outputDirectory(output.resolve(test.directory()))
                .quiet(overrides.value(Setting.QUIET, false, Texts::flag));
    }

    private void describeTarget() {
        List<Object> instances = context.getRequiredTestInstances().getAllInstances();
        String endpoint = new EndpointSource(overrides, values, instances).find(asked);
        Credentials credentials = new Credentials(overrides, sources, values);
        builder.endpoint(endpoint)
                .requestTimeout(duration(Setting.REQUEST_TIMEOUT, asked.requestTimeout()))
                .connectTimeout(duration(Setting.CONNECT_TIMEOUT, asked.connectTimeout()));
        credentials.apiKey(asked.apiKey(), endpoint).ifPresent(builder::apiKey);
        credentials.headers(asked.headers()).forEach(builder::header);
    }

    private void describeRequest() {
        promptType().ifPresent(builder::promptType);
        text(Setting.MODEL, asked.model()).ifPresent(builder::model);
        builder.dataset(text(Setting.DATASET, asked.dataset())
                        .orElseThrow(() -> missing(Setting.DATASET, "\"datasets/llama4/prompts_chat_50_100.jsonl\"")))
                .datasetFormat(overrides.value(
                        Setting.DATASET_FORMAT,
                        asked.datasetFormat(),
                        (name, text) -> Texts.constant(name, text, DatasetFormat.class)))
                .saltPrompts(overrides.value(Setting.SALT_PROMPTS, asked.saltPrompts(), Texts::flag))
                .requestBody(overrides
                        .text(Setting.REQUEST_BODY, asked.requestBody())
                        .text())
                .streaming(overrides.value(Setting.STREAMING, asked.streaming(), Texts::flag));
        int maxTokens = overrides.value(Setting.MAX_TOKENS, asked.maxTokens(), Texts::integer);
        if (maxTokens != 0) {
            builder.maxTokens(maxTokens);
        }
        double temperature = overrides.value(Setting.TEMPERATURE, asked.temperature(), Texts::decimal);
        if (!Double.isNaN(temperature)) {
            builder.temperature(temperature);
        }
    }

    private Optional<PromptType> promptType() {
        PromptType[] annotated = asked.promptType();
        if (annotated.length > 1) {
            throw ConfigurationException.of(
                    "promptType", List.of(annotated), "all requests have one shape", "Keep one of them, or none");
        }
        return overrides
                .find(Setting.PROMPT_TYPE)
                .map(given -> Texts.constant(given.name(), given.text(), PromptType.class))
                .or(() -> List.of(annotated).stream().findFirst());
    }

    private void describeLoad() {
        List<dev.llmbench.plan.Stage> stages =
                overrides.value(Setting.STAGES, Stages.of(asked.stages()), Stages::parse);
        if (stages.isEmpty()) {
            throw missing(Setting.STAGES, "@Stage(target = 10, duration = \"30s\")");
        }
        stages.forEach(stage -> builder.stage(stage.target(), stage.duration()));
        builder.load(overrides.value(
                        Setting.LOAD, asked.load(), (name, text) -> Texts.constant(name, text, LoadModel.class)))
                .startUsers(overrides.value(Setting.START_USERS, asked.startUsers(), Texts::integer))
                .startRate(overrides.value(Setting.START_RATE, asked.startRate(), Texts::decimal))
                .maxInFlight(overrides.value(Setting.MAX_IN_FLIGHT, asked.maxInFlight(), Texts::integer))
                .gracefulStop(duration(Setting.GRACEFUL_STOP, asked.gracefulStop()))
                .thinkTime(thinkTime())
                .pacing(duration(Setting.PACING, asked.pacing()))
                .warmUp(duration(Setting.WARM_UP, asked.warmUp()))
                .seed(overrides.value(Setting.SEED, asked.seed(), Texts::whole));
        limit(Setting.MAX_REQUESTS, asked.maxRequests()).ifPresent(builder::maxRequests);
        limit(Setting.MAX_REQUESTS_PER_USER, asked.maxRequestsPerUser()).ifPresent(builder::maxRequestsPerUser);
        TestTimeout.of(context).ifPresent(builder::deadline);
    }

    private ThinkTime thinkTime() {
        var given = overrides.text(Setting.THINK_TIME, asked.thinkTime());
        return ThinkTime.parse(given.name(), given.text());
    }

    /** A limit of 0 is none. */
    private OptionalLong limit(Setting setting, long annotated) {
        long limit = overrides.value(setting, annotated, Texts::whole);
        return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private void describeVerdict() {
        overrides
                .find(Setting.BUDGETS)
                .map(given -> Limits.budgets(given.name(), given.text()))
                .orElseGet(() -> Limits.budgets(asked.budgets()))
                .forEach(builder::budget);
        builder.goodput(overrides
                        .find(Setting.GOODPUT)
                        .map(given -> Limits.goodput(given.name(), given.text()))
                        .orElseGet(() -> Limits.goodput(asked.goodput())))
                .acceptInvalid(overrides.value(Setting.ACCEPT_INVALID, asked.acceptInvalid(), Texts::flag));
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
