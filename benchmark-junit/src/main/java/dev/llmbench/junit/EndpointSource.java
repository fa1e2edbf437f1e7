package dev.llmbench.junit;

import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.junit.Overrides.Origin;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.sample.Arm;
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

/** Finds a test's endpoint: a literal, or the value of a method or a field. Overrides of this run take precedence. */
final class EndpointSource {
    private final Overrides overrides;
    private final Placeholders values;
    private final List<Object> innermostFirst;

    /** Creates a source for a test with these instances, outermost first. */
    EndpointSource(Overrides overrides, Placeholders values, List<Object> testInstances) {
        this.overrides = overrides;
        this.values = values;
        this.innermostFirst = new ArrayList<>(testInstances);
        Collections.reverse(innermostFirst);
    }

    /** One way in which the endpoint is set, with a description for messages. */
    private record Way(String description, Supplier<String> value) {}

    /** Returns the URL of the endpoint under test. */
    String find(LlmLoad annotation) {
        return find(Arm.CANDIDATE, "endpoint", annotation.endpoint(), annotation.endpointMethod())
                .orElseThrow(this::missing);
    }

    /** Returns the URL of the baseline; empty for none. */
    Optional<String> findBaseline(LlmLoad annotation) {
        return find(Arm.BASELINE, "against", annotation.against(), annotation.againstMethod())
                .filter(url -> !url.isBlank());
    }

    private Optional<String> find(Arm arm, String attribute, String literal, String method) {
        List<Way> ways = new ArrayList<>();
        overrides.find(attribute).map(this::literal).ifPresent(ways::add);
        overrides.find(attribute + "Method").map(this::method).ifPresent(ways::add);
        if (ways.isEmpty()) {
            annotated(attribute, literal).map(this::literal).ifPresent(ways::add);
            annotated(attribute + "Method", method).map(this::method).ifPresent(ways::add);
            ways.addAll(fields(arm));
        }
        if (ways.size() > 1) {
            throw ConfigurationException.saying(attribute + " is set in more than one way: "
                    + ways.stream().map(Way::description).collect(Collectors.joining(" and ")) + ". Keep one of them.");
        }
        return ways.stream().findFirst().map(way -> way.value().get());
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

    /** Returns the annotated fields of the innermost class that has any. */
    private List<Way> fields(Arm arm) {
        for (Object instance : innermostFirst) {
            List<Field> fields = AnnotationSupport.findAnnotatedFields(
                    instance.getClass(), LlmEndpoint.class, field -> isOf(arm, field));
            if (!fields.isEmpty()) {
                return fields.stream().map(field -> field(field, instance)).toList();
            }
        }
        return List.of();
    }

    private static boolean isOf(Arm arm, Field field) {
        return AnnotationSupport.findAnnotation(field, LlmEndpoint.class)
                .filter(marked -> marked.value() == arm)
                .isPresent();
    }

    private static Way field(Field field, Object instance) {
        String marked = isOf(Arm.BASELINE, field) ? "@LlmEndpoint(BASELINE)" : "@LlmEndpoint";
        String description =
                "the " + marked + " field " + field.getDeclaringClass().getSimpleName() + "." + field.getName();
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
        throw ConfigurationException.saying("endpoint: " + source + " returned "
                + (value == null ? "null" : "a " + value.getClass().getName())
                + " when the load started, after every @BeforeEach. Make it return a String, a URI, a"
                + " URL or a Supplier of one.");
    }

    private ConfigurationException missing() {
        return ConfigurationException.saying("endpoint is missing: a load test needs one. Set the attribute"
                + " endpoint, such as \"http://localhost:8000/v1/chat/completions\", the attribute endpointMethod, a"
                + " field with @LlmEndpoint, " + overrides.waysToSet("endpoint") + ".");
    }
}
