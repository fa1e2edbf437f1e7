package dev.llmbench.junit;

import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.junit.Overrides.Origin;
import dev.llmbench.plan.ConfigurationException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds a test's endpoint: a literal, a method's value or a field's value; this run's word comes before the test's. */
final class EndpointSource {
    private final Overrides overrides;
    private final Placeholders values;
    private final List<Object> innermostFirst;

    /** Endpoints of a test with these instances, the outermost first. */
    EndpointSource(Overrides overrides, Placeholders values, List<Object> testInstances) {
        this.overrides = overrides;
        this.values = values;
        this.innermostFirst = new ArrayList<>(testInstances);
        Collections.reverse(innermostFirst);
    }

    /** One way in which the endpoint is given, described for people. */
    private record Way(String description, Supplier<String> value) {}

    /** The endpoint's URL. */
    String find(LlmLoad asked) {
        List<Way> ways = ofThisRun();
        if (ways.isEmpty()) {
            ways = ofTheTest(asked);
        }
        if (ways.isEmpty()) {
            throw missing();
        }
        if (ways.size() > 1) {
            throw ConfigurationException.saying("endpoint is given in more than one way: "
                    + ways.stream().map(Way::description).collect(Collectors.joining(" and ")) + ". Keep one of them.");
        }
        return ways.get(0).value().get();
    }

    private List<Way> ofThisRun() {
        List<Way> ways = new ArrayList<>();
        overrides.find("endpoint").map(this::literal).ifPresent(ways::add);
        overrides.find("endpointMethod").map(this::method).ifPresent(ways::add);
        return ways;
    }

    private List<Way> ofTheTest(LlmLoad asked) {
        List<Way> ways = new ArrayList<>();
        annotated("endpoint", asked.endpoint()).map(this::literal).ifPresent(ways::add);
        annotated("endpointMethod", asked.endpointMethod()).map(this::method).ifPresent(ways::add);
        ways.addAll(fields());
        return ways;
    }

    private static Optional<Given> annotated(String attribute, String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(new Given(attribute, text.strip(), Origin.ANNOTATION));
    }

    private Way literal(Given given) {
        return new Way(given.name() + " = \"" + given.text() + "\"", () -> values.resolve(given.name(), given.text()));
    }

    private Way method(Given given) {
        return new Way(given.name() + " = \"" + given.text() + "\"", () -> called(given));
    }

    private String called(Given given) {
        String name = given.text().strip();
        for (Object instance : innermostFirst) {
            Optional<Method> method = ReflectionSupport.findMethod(instance.getClass(), name);
            if (method.isPresent()) {
                return text(ReflectionSupport.invokeMethod(method.get(), instance), "the method " + name);
            }
        }
        throw ConfigurationException.of(
                given.name(),
                name,
                "there is no such method without parameters in "
                        + innermostFirst.stream()
                                .map(instance -> instance.getClass().getName())
                                .collect(Collectors.joining(" or ")),
                "Name a method that returns a String, a URI, a URL or a Supplier of one");
    }

    /** The marked fields of the class nearest to the test that has any. */
    private List<Way> fields() {
        for (Object instance : innermostFirst) {
            List<Field> fields = AnnotationSupport.findAnnotatedFields(instance.getClass(), LlmEndpoint.class);
            if (!fields.isEmpty()) {
                return fields.stream().map(field -> field(field, instance)).toList();
            }
        }
        return List.of();
    }

    private static Way field(Field field, Object instance) {
        String description =
                "the @LlmEndpoint field " + field.getDeclaringClass().getSimpleName() + "." + field.getName();
        return new Way(description, () -> text(read(field, instance), description));
    }

    private static @Nullable Object read(Field field, Object instance) {
        return ReflectionSupport.tryToReadFieldValue(field, instance)
                .getOrThrow(e -> new IllegalStateException(field + " cannot be read", e));
    }

    private static String text(@Nullable Object value, String source) {
        if (value instanceof Supplier<?> supplier) {
            return text(supplier.get(), source);
        }
        if (value instanceof String || value instanceof URI || value instanceof URL) {
            return value.toString();
        }
        throw ConfigurationException.saying(
                "endpoint: " + source + " gave "
                        + (value == null ? "null" : "a " + value.getClass().getName())
                        + " when the load started, after every @BeforeEach. Let it give a String, a URI, a URL or a Supplier of one.");
    }

    private ConfigurationException missing() {
        return ConfigurationException.saying("endpoint is missing: a load test needs one. Give it by the attribute"
                + " endpoint, such as \"http://localhost:8000/v1/chat/completions\", the attribute endpointMethod, a"
                + " field with @LlmEndpoint, " + overrides.waysToSet("endpoint") + ".");
    }
}
