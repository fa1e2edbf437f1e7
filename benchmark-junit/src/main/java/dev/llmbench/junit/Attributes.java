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
 * The attributes of a load test: what this run says of each, or else what the annotation says. An attribute's name gives its
 * key and the builder's method that takes it, and that method's parameter says how its text is read; so a new attribute
 * is declared by the annotations and the builder, and named nowhere else here.
 */
final class Attributes {
    /** What can be set for one run by a key: the attributes of the annotations, and what only runs have. */
    static final List<String> NAMES = Stream.concat(
                    ofAnnotations(),
                    Stream.of(
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

    /** In the order in which the builder's overloads are preferred: a think time can be a duration, and more. */
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

    private final LlmLoad asked;
    private final Overrides overrides;
    private final Placeholders values;

    Attributes(LlmLoad asked, Overrides overrides, Placeholders values) {
        this.asked = asked;
        this.overrides = overrides;
        this.values = values;
    }

    /** The names of the annotations' attributes. */
    static Stream<String> ofAnnotations() {
        return Stream.of(LlmLoad.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    /** The last part of an attribute's keys: {@code request-timeout} for {@code requestTimeout}. */
    static String key(String attribute) {
        return attribute.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The text of an attribute; of the annotation's own it is what an override with the same meaning would be. */
    Given text(String attribute) {
        Method declared = declared(attribute);
        String annotated = text(attribute, ReflectionSupport.invokeMethod(declared, asked));
        return overrides.find(attribute).orElseGet(() -> new Given(attribute, annotated, Origin.ANNOTATION));
    }

    /** The value of an attribute. */
    <T> T value(String attribute, BiFunction<String, String, T> reader) {
        Given given = text(attribute);
        return reader.apply(given.name(), given.text());
    }

    /** Whether the test or this run says anything of an attribute that may be left out. */
    boolean has(String attribute) {
        return !text(attribute).text().isBlank();
    }

    /** The text of an attribute with its placeholders resolved; empty where nothing is left. */
    Optional<String> resolved(String attribute) {
        return resolved(text(attribute));
    }

    private Optional<String> resolved(Given given) {
        return Optional.of(values.resolve(given.name(), given.text())).filter(text -> !text.isBlank());
    }

    /** Hands an attribute to the builder, unless it has its default: the builder has the same one, or leaves it out. */
    void handTo(LoadTestBuilder builder, String attribute) {
        String usual = text(attribute, declared(attribute).getDefaultValue());
        Given given = text(attribute);
        if (!given.text().isBlank() || !usual.isBlank()) {
            hand(builder, attribute, given, usual);
        }
    }

    /** Hands the builder what only a run can say. */
    void handOverride(LoadTestBuilder builder, String name) {
        overrides.find(name).ifPresent(given -> hand(builder, name, given, ""));
    }

    private void hand(LoadTestBuilder builder, String attribute, Given given, String usual) {
        Class<?> type = typeOf(attribute);
        Optional<?> value =
                type == String.class ? resolved(given) : Optional.of(read(given.name(), given.text(), type));
        value.filter(wanted -> usual.isBlank() || !wanted.equals(read(attribute, usual, type)))
                .ifPresent(wanted -> invoke(setter(attribute, type).orElseThrow(), builder, wanted));
    }

    private static Object read(String name, String text, Class<?> type) {
        BiFunction<String, String, ?> reader = READERS.get(type);
        return reader == null ? ValueParser.constant(name, text, type) : reader.apply(name, text);
    }

    /** The type that the builder takes an attribute as. */
    private static Class<?> typeOf(String attribute) {
        return Stream.concat(TYPES.stream(), enumOf(attribute).stream())
                .filter(type -> setter(attribute, type).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("LoadTestBuilder does not take " + attribute));
    }

    private static Optional<Class<?>> enumOf(String attribute) {
        return ReflectionSupport.findMethod(LlmLoad.class, attribute)
                .map(Method::getReturnType)
                .map(type -> type.isArray() ? type.getComponentType() : type);
    }

    /** Asks for one method alone: a list of all would load the types of libraries that a project may leave out. */
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

    /** An annotation leaves a word out by an empty array, since it has no null. */
    private static String atMostOne(String attribute, Enum<?>[] words) {
        if (words.length > 1) {
            throw ConfigurationException.of(attribute, List.of(words), "there can be one", "Keep one of them, or none");
        }
        return words.length == 0 ? "" : words[0].name();
    }
}
