package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.LoadTest;
import dev.llmbench.LoadTestBuilder;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.LoadProfile;
import dev.llmbench.plan.ThinkTime;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An attribute with its default value is not handed to the builder, so that the builder's default has to be the same. */
class AttributeDefaultsTest {
    private static final Map<Class<?>, BiFunction<String, String, ?>> READERS =
            Map.of(Duration.class, Durations::parse, ThinkTime.class, ThinkTime::parse);

    /** These values stand for an attribute that is left out, as annotations have no null. */
    private static final Set<Object> LEFT_OUT = Set.of("", Double.NaN, -1);

    private static final Set<String> LEFT_OUT_BY_ZERO =
            Set.of("maxTokens", "maxRequests", "maxRequestsPerUser", "tpotByDifference");

    static Stream<Arguments> defaults() {
        return Stream.of(LoadProfile.LOAD, LoadProfile.BREAKPOINT, LoadProfile.SEARCH)
                .flatMap(profile -> Stream.of(LlmLoad.class.getDeclaredMethods())
                        .filter(attribute -> !LEFT_OUT.contains(attribute.getDefaultValue())
                                && !LEFT_OUT_BY_ZERO.contains(attribute.getName())
                                && setter(attribute).isPresent())
                        .map(attribute -> Arguments.of(profile, attribute.getName(), attribute)));
    }

    @ParameterizedTest(name = "{1} in a {0} test")
    @MethodSource("defaults")
    void theBuilderHasTheDefaultOfTheAnnotation(LoadProfile profile, String name, Method attribute) throws Exception {
        LoadTestBuilder told = described(profile);
        Method setter = setter(attribute).orElseThrow();
        setter.invoke(told, value(attribute.getDefaultValue(), setter.getParameterTypes()[0]));

        assertThat(plan(told)).isEqualTo(plan(described(profile)));
    }

    private static Optional<Method> setter(Method attribute) {
        Object usual = attribute.getDefaultValue();
        return Stream.of(LoadTestBuilder.class.getMethods())
                .filter(method -> method.getName().equals(attribute.getName()) && method.getParameterCount() == 1)
                .filter(method -> value(usual, method.getParameterTypes()[0]) != null)
                .findFirst();
    }

    private static @Nullable Object value(Object usual, Class<?> type) {
        if (usual instanceof String text) {
            return READERS.containsKey(type) ? READERS.get(type).apply("attribute", text) : null;
        }
        return MethodType.methodType(type).wrap().returnType() == usual.getClass() ? usual : null;
    }

    private static LoadPlan plan(LoadTestBuilder builder) {
        return builder.build().plan();
    }

    private static LoadTestBuilder described(LoadProfile profile) {
        LoadTestBuilder builder = LoadTest.builder()
                .endpoint("http://127.0.0.1:9/v1/chat/completions")
                .dataset("synthetic:prompt=10,output=10,count=2")
                .profile(profile)
                .target(100)
                .budget(new Budget(
                        Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 300_000, OptionalInt.empty()));
        return profile.seeksBreakpoint() ? builder : builder.duration(Duration.ofSeconds(10));
    }
}
