package dev.llmbench.junit;

import static java.lang.invoke.MethodType.methodType;

import dev.llmbench.LoadTestBuilder;
import dev.llmbench.endpoint.EndpointApi;
import dev.llmbench.junit.Overrides.Given;
import dev.llmbench.junit.Overrides.Origin;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.ProgressStyle;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TraceWindow;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The attributes of a load test, each with its override for this run or the annotation's value. An attribute's name
 * determines its key and the builder's method, and the type of that method's parameter determines how its text is parsed. So
 * a new attribute is declared only in the annotations and the builder.
 */
final class Attributes {
    /** Everything that a key can set for one run: the attributes of the annotations, and settings of runs only. */
    static final List<String> NAMES = Stream.concat(
                    ofAnnotations(),
                    Stream.of(
                            "cluster",
                            "clusterOnLoss",
                            "clusterWait",
                            "clusterWorkers",
                            "defaultBranch",
                            "enabled",
                            "environmentClass",
                            "historyDir",
                            "historyRecord",
                            "modelProfile",
                            "outputDir",
                            "parallel",
                            "progress",
                            "quiet"))
            .sorted()
            .toList();

    private static final Map<Class<?>, BiFunction<String, String, ?>> READERS = Map.of(
            boolean.class, ValueParser::flag,
            int.class, ValueParser::integer,
            long.class, ValueParser::whole,
            double.class, ValueParser::decimal,
            Duration.class, Durations::parse,
            ThinkTime.class, ThinkTime::parse,
            TraceWindow.class, TraceWindow::parse);

    /** In the order in which the builder's overloads are preferred: a think time can express more than a duration. */
    private static final List<Class<?>> TYPES = List.of(
            String.class,
            ThinkTime.class,
            TraceWindow.class,
            Duration.class,
            boolean.class,
            int.class,
            long.class,
            double.class,
            ProgressStyle.class);

    private final LlmLoad annotation;
    private final Overrides overrides;
    private final Placeholders values;

    Attributes(LlmLoad annotation, Overrides overrides, Placeholders values) {
        this.annotation = annotation;
        this.overrides = overrides;
        this.values = values;
    }

    /** Returns the names of the annotations' attributes. */
    static Stream<String> ofAnnotations() {
        return Stream.of(LlmLoad.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    /** Returns the last part of an attribute's keys: {@code request-timeout} for {@code requestTimeout}. */
    static String key(String attribute) {
        return attribute.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Returns the text of an attribute; the annotation's own value is converted to the text of an equivalent override. */
    Given text(String attribute) {
        Method declared = declared(attribute);
        String annotated = text(attribute, ReflectionSupport.invokeMethod(declared, annotation));
        return overrides.find(attribute).orElseGet(() -> new Given(attribute, annotated, Origin.ANNOTATION));
    }

    /** Returns the value of an attribute. */
    <T> T value(String attribute, BiFunction<String, String, T> reader) {
        Given given = text(attribute);
        return reader.apply(given.name(), given.text());
    }

    /** Whether the test or this run sets an optional attribute. */
    boolean has(String attribute) {
        return !text(attribute).text().isBlank();
    }

    /** Returns the text of an attribute with its placeholders resolved; empty if the result is blank. */
    Optional<String> resolved(String attribute) {
        return resolved(text(attribute));
    }

    private Optional<String> resolved(Given given) {
        return Optional.of(values.resolve(given.name(), given.text())).filter(text -> !text.isBlank());
    }

    /** Passes an attribute to the builder, unless it has its default, which the builder has too. */
    void passTo(LoadTestBuilder builder, String attribute) {
        String defaultText = text(attribute, declared(attribute).getDefaultValue());
        Given given = text(attribute);
        if (!given.text().isBlank() || !defaultText.isBlank()) {
            pass(builder, attribute, given, defaultText);
        }
    }

    /** Passes an override of a setting that only runs have to the builder. */
    void passOverride(LoadTestBuilder builder, String name) {
        overrides.find(name).ifPresent(given -> pass(builder, name, given, ""));
    }

    private void pass(LoadTestBuilder builder, String attribute, Given given, String defaultText) {
        Class<?> type = typeOf(attribute);
        Optional<?> value =
                type == String.class ? resolved(given) : Optional.of(read(given.name(), given.text(), type));
        value.filter(wanted -> defaultText.isBlank() || !wanted.equals(read(attribute, defaultText, type)))
                .ifPresent(wanted -> invoke(setter(attribute, type).orElseThrow(), builder, wanted));
    }

    private static Object read(String name, String text, Class<?> type) {
        BiFunction<String, String, ?> reader = READERS.get(type);
        return reader == null ? ValueParser.constant(name, text, type) : reader.apply(name, text);
    }

    /** Returns the parameter type of the attribute's method in the builder. */
    private static Class<?> typeOf(String attribute) {
        return Stream.concat(TYPES.stream(), enumOf(attribute).stream())
                .filter(type -> setter(attribute, type).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("LoadTestBuilder has no method " + attribute));
    }

    private static Optional<Class<?>> enumOf(String attribute) {
        return ReflectionSupport.findMethod(LlmLoad.class, attribute)
                .map(Method::getReturnType)
                .map(type -> type.isArray() ? type.getComponentType() : type);
    }

    /** Looks up a single method: listing all methods would load the types of optional libraries. */
    private static Optional<MethodHandle> setter(String attribute, Class<?> type) {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(LoadTestBuilder.class, attribute, methodType(LoadTestBuilder.class, type)));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void invoke(MethodHandle setter, LoadTestBuilder builder, Object value) {
        try {
            setter.invokeWithArguments(builder, value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("LoadTestBuilder declares no checked exception", e);
        }
    }

    private static Method declared(String attribute) {
        return ReflectionSupport.findMethod(LlmLoad.class, attribute).orElseThrow();
    }

    private static String text(String attribute, @Nullable Object value) {
        if (value instanceof Enum<?>[] words) {
            return atMostOne(attribute, words);
        }
        if (value instanceof Class<?> type) {
            return type == EndpointApi.class ? "" : type.getName();
        }
        return value instanceof Enum<?> word ? word.name() : String.valueOf(value);
    }

    /** Annotations use an empty array for an absent constant, since they cannot be null. */
    private static String atMostOne(String attribute, Enum<?>[] words) {
        if (words.length > 1) {
            throw ConfigurationException.of(
                    attribute, List.of(words), "at most one is allowed", "Keep one of them, or none");
        }
        return words.length == 0 ? "" : words[0].name();
    }
}
