package dev.llmbench.junit;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LimitText;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.report.files.OutputDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Builds a load test from its annotation and the overrides of this run. */
final class LoadTestFactory {
    /** Attributes that are set separately, because the builder has no method of the same name and meaning. */
    private static final Set<String> SET_SEPARATELY = Set.of(
            "endpoint",
            "endpointMethod",
            "against",
            "againstMethod",
            "againstApiKey",
            "apiKey",
            "headers",
            "requestBody",
            "stages",
            "abortOnBreach",
            "abortDelay",
            "abortMinSamples",
            "budgets",
            "goodput");

    private final ExtensionContext context;
    private final TestId test;
    private final LlmLoad annotation;
    private final Overrides overrides;
    private final Sources sources;
    private final Placeholders values;
    private final Attributes attributes;
    private final LoadTestBuilder builder = LoadTest.builder();

    LoadTestFactory(ExtensionContext context, TestId test, Sources sources) {
        this.context = context;
        this.test = test;
        this.annotation = LoadAnnotation.of(context.getRequiredTestMethod());
        this.sources = sources;
        this.overrides = new Overrides(test.scopes(), sources);
        this.values = new Placeholders(
                new InvocationArguments(context, test)::in,
                this::valueOf,
                "configuration parameters, system properties, the environment, " + SettingsFile.NAME
                        + " and Spring's environment");
        this.attributes = new Attributes(annotation, overrides, values);
    }

    private Optional<String> valueOf(String key) {
        return sources.parameter(key)
                .or(() -> sources.relaxedVariable(key))
                .or(() -> sources.file().value(key))
                .or(() -> SpringEnvironment.property(context, test, key));
    }

    /**
     * Builds and validates the load test.
     *
     * @throws ConfigurationException if the configuration is invalid
     * @throws dev.llmbench.plan.DatasetException if its prompts cannot be read
     */
    LoadTest build() {
        describePlaces();
        describeTarget();
        describeRest();
        describeLoad();
        describeModel();
        describeVerdict();
        return builder.build();
    }

    /** Returns the directory to which all load tests of the build write. */
    Path outputRoot() {
        ProjectLayout layout = ProjectLayout.of(test.topClass());
        return overrides
                .find("outputDir")
                .map(given -> layout.project().resolve(given.text().strip()))
                .orElse(layout.build().resolve("llm-load"));
    }

    private void describePlaces() {
        ProjectLayout layout = ProjectLayout.of(test.topClass());
        Path output = outputRoot();
        builder.name(test.name())
                .historyName(test.qualifiedName())
                .projectDirectory(layout.project())
                .classLoader(test.topClass().getClassLoader())
                .outputDirectory(OutputDirectory.of(output, test.directories()))
                .indexDirectory(output)
                .environment(sources.environment())
                .concluded(true);
        TestTimeout.of(context, test).ifPresent(builder::deadline);
    }

    private void describeTarget() {
        List<Object> instances = context.getRequiredTestInstances().getAllInstances();
        EndpointSource endpoints = new EndpointSource(overrides, values, instances);
        String endpoint = endpoints.find(annotation);
        Credentials credentials = new Credentials(overrides, sources, values);
        builder.endpoint(endpoint);
        credentials.apiKey(annotation.apiKey(), endpoint).ifPresent(builder::apiKey);
        credentials.headers(annotation.headers()).forEach(builder::header);
        endpoints.findBaseline(annotation).ifPresent(baseline -> {
            builder.against(baseline);
            credentials.againstApiKey(annotation.againstApiKey(), baseline).ifPresent(builder::againstApiKey);
        });
    }

    private void describeLoad() {
        List<dev.llmbench.plan.Stage> stages = overrides
                .find("stages")
                .map(given -> Stages.parse(given.name(), given.text()))
                .orElseGet(() -> Stages.of(annotation.stages()));
        if (stages.isEmpty() && !attributes.has("profile") && attributes.has("load") && !replaysTrace()) {
            throw missing("stages", "@Stage(target = 10, duration = \"30s\")");
        }
        stages.forEach(stage -> builder.stage(stage.target(), stage.duration()));
        if (attributes.value("abortOnBreach", ValueParser::flag)) {
            builder.abortOnBreach(new AbortRule(
                    attributes.value("abortDelay", Durations::parse),
                    attributes.value("abortMinSamples", ValueParser::integer)));
        }
    }

    private boolean replaysTrace() {
        return attributes.value("load", (name, text) -> ValueParser.constant(name, text, LoadModel.class))
                == LoadModel.TRACE;
    }

    private void describeRest() {
        if (attributes.resolved("dataset").isEmpty()) {
            throw missing("dataset", "\"datasets/llama4/prompts_chat_50_100.jsonl\"");
        }
        // A body template may contain text that looks like a placeholder.
        builder.requestBody(attributes.text("requestBody").text());
        Attributes.ofAnnotations()
                .filter(attribute -> !SET_SEPARATELY.contains(attribute))
                .forEach(attribute -> attributes.passTo(builder, attribute));
        List.of(
                        "cluster",
                        "clusterOnLoss",
                        "clusterWait",
                        "clusterWorkers",
                        "defaultBranch",
                        "environmentClass",
                        "historyDir",
                        "historyRecord",
                        "progress",
                        "quiet")
                .forEach(name -> attributes.passOverride(builder, name));
    }

    /** An override replaces the annotation as a whole. */
    private void describeModel() {
        overrides
                .find("modelProfile")
                .ifPresentOrElse(
                        given -> builder.modelProfile(given.text()),
                        () -> ModelProfiles.of(context.getRequiredTestMethod(), test)
                                .ifPresent(annotation -> ModelProfiles.describe(annotation, builder)));
    }

    private void describeVerdict() {
        List<dev.llmbench.plan.Budget> budgets = overrides
                .find("budgets")
                .map(given -> LimitText.budgets(given.name(), given.text()))
                .orElseGet(() -> LimitReader.budgets(annotation.budgets()));
        overrides.find("stages").ifPresent(given -> Stages.requireStagesOf(budgets, given));
        budgets.forEach(builder::budget);
        builder.goodput(overrides
                .find("goodput")
                .map(given -> LimitText.goodput(given.name(), given.text()))
                .orElseGet(() -> LimitReader.goodput(annotation.goodput())));
    }

    private ConfigurationException missing(String attribute, String example) {
        return ConfigurationException.saying(
                attribute + " is missing: a load test needs it. Set the attribute, such as " + attribute + " = "
                        + example + ", " + overrides.waysToSet(attribute) + ".");
    }
}
