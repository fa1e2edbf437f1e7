package dev.llmbench.junit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The external sources of a run's settings. Blank values count as unset, since CI systems pass unset variables as blank.
 *
 * @param parameters JUnit's configuration parameters, including system properties
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

    /** Returns the configuration parameter or system property of this name. */
    Optional<String> parameter(String name) {
        return parameters
                .apply(name)
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .filter(value -> !value.isBlank());
    }

    /** Returns the environment variable of exactly this name. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns the environment variable of this name or of its spelling in capitals. */
    Optional<String> relaxedVariable(String name) {
        return variable(name).or(() -> variable(inCapitals(name)));
    }

    /** Returns the environment variable of a key: {@code llm.base-url} becomes {@code LLM_BASE_URL}. */
    static String inCapitals(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
