package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import com.fasterxml.jackson.annotation.JsonFormat.Value;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.llmbench.metric.KeptHistogram;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.plan.TraceWindow;
import dev.llmbench.sample.Stall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds records to JSON: the key of a component is its name in snake case, and enum constants are in lower case. A component
 * may be null or missing only if its type is an {@code Optional}.
 */
public final class Binding {
    /** The mapper of the files. It ignores unknown keys. */
    static final JsonMapper JSON = ofRecords()
            .addModule(texts())
            .withConfigOverride(Stall.class, stall -> stall.setFormat(Value.forShape(Shape.ARRAY)))
            .withConfigOverride(FactsJson.SlotJson.class, slot -> slot.setFormat(Value.forShape(Shape.ARRAY)))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Binding() {}

    /** Returns a builder of mappers that bind records in this way and fail on unknown keys. */
    public static JsonMapper.Builder ofRecords() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                // A record's fields are its components: methods that look like getters must not add anything.
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .annotationIntrospector(new Rules())
                .addModule(optionals())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, Binding::takeTextAlone)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    private static void takeTextAlone(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule();
        bind(module, Duration.class, String.class, Durations::format, text -> Durations.parse("duration", text));
        bind(module, Instant.class, String.class, Instant::toString, Instant::parse);
        bind(module, KeptHistogram.class, String.class, KeptHistogram::text, KeptHistogram::parse);
        bind(module, Statistic.class, String.class, Statistic::label, Binding::statistic);
        bind(module, ThinkTime.class, String.class, ThinkTime::toString, text -> ThinkTime.parse("think_time", text));
        bind(module, TraceWindow.class, String.class, TraceWindow::inWords, text -> TraceWindow.parse("window", text));
        return module;
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // every Optional has the same raw class
    private static SimpleModule optionals() {
        SimpleModule module = new SimpleModule();
        addOptional(module, Optional.class, Object.class, Optional::of, Optional.empty(), Optional::stream);
        addOptional(
                module,
                OptionalInt.class,
                Integer.class,
                OptionalInt::of,
                OptionalInt.empty(),
                number -> number.stream().boxed());
        addOptional(
                module,
                OptionalLong.class,
                Long.class,
                OptionalLong::of,
                OptionalLong.empty(),
                number -> number.stream().boxed());
        addOptional(
                module,
                OptionalDouble.class,
                Double.class,
                OptionalDouble::of,
                OptionalDouble.empty(),
                number -> number.stream().boxed());
        return module;
    }

    /** The plain value has no label. */
    private static Statistic statistic(String label) {
        return label.isEmpty() ? Statistic.VALUE : Statistic.parse(label);
    }

    /**
     * Binds a type to JSON by means of another type, such as its text.
     *
     * @param module the module to which to add the binding
     * @param writing converts a value to the other type
     * @param reading converts it back
     */
    public static <T, V> void bind(
            SimpleModule module, Class<T> type, Class<V> by, Function<T, V> writing, Function<V, T> reading) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                provider.defaultSerializeValue(writing.apply(value), json);
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return reading.apply(context.readValue(json, by));
            }
        });
    }

    private static <T, V> void addOptional(
            SimpleModule module,
            Class<T> type,
            Class<V> content,
            Function<V, T> of,
            T empty,
            Function<T, Stream<? extends @Nullable Object>> value) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T optional, JsonGenerator json, SerializerProvider provider) throws IOException {
                provider.defaultSerializeValue(value.apply(optional).findFirst().orElse(null), json);
            }

            @Override
            public boolean isEmpty(SerializerProvider provider, T optional) {
                return optional.equals(empty);
            }
        });
        module.addDeserializer(
                type, new OptionalReader<>(TypeFactory.defaultInstance().constructType(content), of, empty));
    }

    private static final class OptionalReader<V, T> extends JsonDeserializer<T> implements ContextualDeserializer {
        private final JavaType content;
        private final Function<V, T> of;
        private final T empty;

        OptionalReader(JavaType content, Function<V, T> of, T empty) {
            this.content = content;
            this.of = of;
            this.empty = empty;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            JavaType type = context.getContextualType();
            return type.hasGenericTypes() ? new OptionalReader<>(type.containedType(0), of, empty) : this;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return of.apply(context.readValue(json, content));
        }

        @Override
        public T getNullValue(DeserializationContext context) {
            return empty;
        }
    }

    private static final class Rules extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasRequiredMarker(AnnotatedMember component) {
            return !component.getRawType().getSimpleName().startsWith("Optional");
        }

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            return Stream.of(constants)
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toArray(String[]::new);
        }
    }
}
