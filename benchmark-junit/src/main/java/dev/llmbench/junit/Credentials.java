package dev.llmbench.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.junit.Overrides.Origin;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The API key and the headers. Secrets come only from environment variables: build tools write system properties into their
 * reports, and keys don't belong in source code. No message shows a value.
 */
final class Credentials {
    private static final Pattern OPENAI = Pattern.compile("(?i)https://api\\.openai\\.com(:443)?(/.*)?");
    private static final Pattern SCHEME_ALONE = Pattern.compile("(?i)\\s*(basic|bearer|token)?\\s*");
    static final String REMEDY = "Set the environment variable " + Sources.inCapitals(Overrides.PREFIX + "api-key")
            + ", or write a placeholder for another one, such as apiKey = \"${MY_KEY}\"";

    private final Overrides overrides;
    private final Sources sources;
    private final Placeholders values;
    private final Placeholders secrets;

    /** Creates credentials; the placeholders are for headers without secrets. */
    Credentials(Overrides overrides, Sources sources, Placeholders values) {
        this.overrides = overrides;
        this.sources = sources;
        this.values = values;
        this.secrets = new Placeholders(this::secret, "the environment");
    }

    private Optional<String> secret(String key) {
        Optional<String> variable = sources.relaxedVariable(key);
        if (variable.isEmpty() && sources.parameter(key).isPresent()) {
            throw ConfigurationException.saying(
                    "${" + key + "} is set by a system property or configuration parameter, which build tools"
                            + " write into their reports. Set a secret with the environment variable "
                            + Sources.inCapitals(key) + ".");
        }
        return variable;
    }

    /** Returns the key for this endpoint, if there is one. */
    Optional<String> apiKey(String annotated, String endpoint) {
        return apiKey("apiKey", annotated, endpoint);
    }

    /** Returns the key for the baseline, if it has its own. */
    Optional<String> againstApiKey(String annotated, String endpoint) {
        return apiKey("againstApiKey", annotated, endpoint);
    }

    private Optional<String> apiKey(String attribute, String annotated, String endpoint) {
        Given given = overrides.find(attribute).orElseGet(() -> new Given(attribute, annotated, Origin.ANNOTATION));
        String key = switch (given.origin()) {
            case ENVIRONMENT -> given.text();
            case ANNOTATION, FILE -> annotatedKey(given);
            case PARAMETER ->
                throw ConfigurationException.saying(
                        given.name() + ": a key must not be set by a system property or configuration"
                                + " parameter, since build tools write those into their reports. " + REMEDY + ".");
        };
        return Optional.of(key.strip()).filter(text -> !text.isEmpty()).or(() -> openAiKey(endpoint));
    }

    private String annotatedKey(Given given) {
        if (!Placeholders.literalPart(given.text()).isBlank()) {
            throw ConfigurationException.saying(
                    given.name() + ": a key must not be written in source" + " code. " + REMEDY + ".");
        }
        return secrets.resolve(given.name(), given.text());
    }

    /** The key for OpenAI is sent only to OpenAI's own endpoint. */
    private Optional<String> openAiKey(String endpoint) {
        return OPENAI.matcher(endpoint).matches() ? sources.variable("OPENAI_API_KEY") : Optional.empty();
    }

    /** Returns the headers by name, with their placeholders resolved. */
    Map<String, String> headers(String[] annotated) {
        Optional<Given> given = overrides.find("headers");
        Map<String, String> headers = given.map(text -> parse(text.name(), text.text()))
                .orElseGet(() -> ofLines("headers", List.of(annotated)));
        boolean inReports =
                given.filter(text -> text.origin() == Origin.PARAMETER).isPresent();
        headers.replaceAll((name, value) -> resolved(name, value, inReports));
        return headers;
    }

    private String resolved(String name, String value, boolean inReports) {
        String attribute = "headers, " + name;
        if (!Secrets.namesCredential(name)) {
            return values.resolve(attribute, value);
        }
        if (inReports && !SCHEME_ALONE.matcher(Placeholders.literalPart(value)).matches()) {
            throw ConfigurationException.saying(attribute + ": a secret must not be set by a system property"
                    + " or configuration parameter, since build tools write those into their reports. Write a"
                    + " placeholder"
                    + " for an environment variable, such as ${MY_KEY}.");
        }
        return secrets.resolve(attribute, value);
    }

    private static Map<String, String> parse(String name, String text) {
        if (!text.strip().startsWith("{")) {
            return ofLines(name, text.lines().filter(line -> !line.isBlank()).toList());
        }
        try {
            return new ObjectMapper().readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            // The parser's message could quote a secret.
            throw ConfigurationException.saying(
                    name + ": this is not a JSON object of strings. Write for example {\"X-Team\": \"search\"}.");
        }
    }

    private static Map<String, String> ofLines(String name, List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw ConfigurationException.saying(
                        name + ": header " + (headers.size() + 1) + " has no name. Write it as \"Name: value\".");
            }
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }
}
