package dev.llmbench.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Creates JSON that is formatted equally on every machine. */
public final class JsonFormat {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Separators SEPARATORS =
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter(SEPARATORS).withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private JsonFormat() {}

    /** Creates an empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode strings(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    public static String text(ObjectNode node) {
        try {
            return WRITER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values can always be written as JSON", e);
        }
    }

    /** Returns a duration in milliseconds with three decimals. */
    public static BigDecimal millis(Duration duration) {
        return decimal(duration.toNanos() / 1e6, 3);
    }

    /** Returns a duration in milliseconds, with three decimals if that is exact, otherwise with six. */
    static BigDecimal exactMillis(Duration duration) {
        BigDecimal millis = BigDecimal.valueOf(duration.toNanos(), 6);
        return duration.toNanosPart() % 1_000 == 0 ? millis.setScale(3) : millis;
    }

    static Duration duration(BigDecimal millis) {
        return Duration.ofNanos(millis.movePointRight(6).longValue());
    }

    /** Converts microseconds to milliseconds with three decimals; null if there is no value. */
    public static @Nullable BigDecimal millis(OptionalDouble micros) {
        return micros.isPresent() ? decimal(micros.getAsDouble() / 1_000, 3) : null;
    }

    /** Rounds a number to the given decimals; null if there is no number. */
    public static @Nullable BigDecimal decimal(OptionalDouble number, int decimals) {
        return number.isPresent() ? decimal(number.getAsDouble(), decimals) : null;
    }

    /** Rounds a number to the given decimals. */
    public static BigDecimal decimal(double number, int decimals) {
        return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP);
    }
}
