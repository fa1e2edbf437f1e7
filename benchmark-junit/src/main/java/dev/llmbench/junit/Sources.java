package dev.llmbench.junit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where a run is told things from outside. Blank values count as none, since CI systems pass what is not set as blank.
 *
 * @param parameters JUnit's configuration parameters, system properties among them
 * @param environment the environment variables
 * @param file the project's own settings
 */
record Sources(Function<String, Optional<String>> parameters, Map<String, String> environment, SettingsFile file) {

    static Sources of(ExtensionContext context) {
        Sources ofRun = new Sources(
                context::getConfigurationParameter,
                Environment.of(context).variables(),
                SettingsFile.read(ConfiguredKeys.classLoader()));
        return ofRun.inItsEnvironment();
    }

    private Sources inItsEnvironment() {
        Optional<String> chosen = parameter(SettingsFile.CHOICE).or(() -> variable(inCapitals(SettingsFile.CHOICE)));
        return new Sources(parameters, environment, file.in(chosen.map(String::strip)));
    }

    /** The configuration parameter or system property of this name. */
    Optional<String> parameter(String name) {
        return parameters
                .apply(name)
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .filter(value -> !value.isBlank());
    }

    /** The environment variable of this very name. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The environment variable of this name or of its spelling in capitals. */
    Optional<String> relaxedVariable(String name) {
        return variable(name).or(() -> variable(inCapitals(name)));
    }

    /** A key as an environment variable: {@code llm.base-url} is {@code LLM_BASE_URL}. */
    static String inCapitals(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
