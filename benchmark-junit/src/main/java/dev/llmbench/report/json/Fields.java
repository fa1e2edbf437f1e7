package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.Durations;
import dev.llmbench.report.SafeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a JSON object that a run left. Each must be there; one that may be absent is null then. Fields that nobody
 * asks for are those of a later version, and no matter. Whatever is wrong is told with the field's path.
 */
public final class Fields {
    private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);

    private final String path;
    private final ObjectNode json;

    /** The whole of the file. */
    public Fields(String file, ObjectNode json) {
        this.path = file + ": ";
        this.json = json;
    }

    private Fields(String path, JsonNode json) throws IOException {
        if (!(json instanceof ObjectNode object)) {
            throw new IOException(path + " is no JSON object");
        }
        this.path = path + ".";
        this.json = object;
    }

    public Fields object(String name) throws IOException {
        return new Fields(path + name, required(name));
    }

    Optional<Fields> optionalObject(String name) throws IOException {
        return given(name).isPresent() ? Optional.of(object(name)) : Optional.empty();
    }

    boolean isObject(String name) {
        return json.path(name).isObject();
    }

    /** The object as it is. */
    ObjectNode tree(String name) throws IOException {
        return object(name).json;
    }

    /** The names of all fields, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    List<Fields> objects(String name) throws IOException {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(new Fields(path + name + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    /** Rows of numbers; null where one is absent. */
    List<JsonNode> rows(String name, int length) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode row : array(name)) {
            if (!row.isArray() || row.size() < length) {
                throw wrong(name, row, "a row of " + length + " numbers");
            }
            rows.add(row);
        }
        return rows;
    }

    private JsonNode array(String name) throws IOException {
        JsonNode array = required(name);
        if (!array.isArray()) {
            throw wrong(name, array, "an array");
        }
        return array;
    }

    public String text(String name) throws IOException {
        JsonNode node = required(name);
        if (!node.isTextual()) {
            throw wrong(name, node, "text");
        }
        return node.textValue();
    }

    public Optional<String> optionalText(String name) throws IOException {
        return given(name).isPresent() ? Optional.of(text(name)) : Optional.empty();
    }

    boolean flag(String name) throws IOException {
        JsonNode node = required(name);
        if (!node.isBoolean()) {
            throw wrong(name, node, "true or false");
        }
        return node.booleanValue();
    }

    double decimal(String name) throws IOException {
        JsonNode node = required(name);
        if (!node.isNumber()) {
            throw wrong(name, node, "a number");
        }
        return node.doubleValue();
    }

    Optional<Double> optionalDecimal(String name) throws IOException {
        return given(name).isPresent() ? Optional.of(decimal(name)) : Optional.empty();
    }

    public long whole(String name) throws IOException {
        JsonNode node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, node, "a whole number");
        }
        return node.longValue();
    }

    Optional<Long> optionalWhole(String name) throws IOException {
        return given(name).isPresent() ? Optional.of(whole(name)) : Optional.empty();
    }

    int count(String name) throws IOException {
        return intOf(name, whole(name));
    }

    Optional<Integer> optionalCount(String name) throws IOException {
        Optional<Long> count = optionalWhole(name);
        return count.isPresent() ? Optional.of(intOf(name, count.get())) : Optional.empty();
    }

    private int intOf(String name, long count) throws IOException {
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new IOException(path + name + " = " + count + " is out of range");
        }
        return (int) count;
    }

    /** A length of time in milliseconds. */
    Duration millis(String name) throws IOException {
        JsonNode node = required(name);
        if (!node.isNumber()) {
            throw wrong(name, node, "a number of milliseconds");
        }
        return duration(node);
    }

    static Duration duration(JsonNode millis) {
        return Duration.ofNanos(millis.decimalValue().multiply(NANOS_PER_MILLI).longValue());
    }

    /** A length of time as it is written in plans, such as {@code 1m30s}. */
    Duration duration(String name) throws IOException {
        return read(name, text -> Durations.parse(name, text));
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) throws IOException {
        return constant(name, text(name), type);
    }

    /** Constants in an array; none where a file from before there were any has no such field. */
    <E extends Enum<E>> Set<E> constants(String name, Class<E> type) throws IOException {
        Set<E> constants = EnumSet.noneOf(type);
        if (json.has(name)) {
            for (JsonNode word : array(name)) {
                constants.add(constant(name, word.asText(), type));
            }
        }
        return constants;
    }

    private <E extends Enum<E>> E constant(String name, String word, Class<E> type) throws IOException {
        for (E constant : type.getEnumConstants()) {
            if (word.equals(constant.name().toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IOException(path + name + " = \"" + word + "\" is none of "
                + Stream.of(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    /** Text that stands for something else; what the reader says of text that does not is told with the path. */
    <T> T read(String name, Function<String, T> reader) throws IOException {
        String text = text(name);
        try {
            return reader.apply(text);
        } catch (RuntimeException e) {
            throw new IOException(path + name + ": " + e.getMessage(), e);
        }
    }

    private Optional<JsonNode> given(String name) throws IOException {
        JsonNode node = json.get(name);
        if (node == null) {
            throw new IOException(path + name + " is missing: the file is of another version, or was changed by hand."
                    + " Without a run.json beside it requests.csv can be read alone");
        }
        return node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private JsonNode required(String name) throws IOException {
        Optional<JsonNode> node = given(name);
        if (node.isEmpty()) {
            throw new IOException(path + name + " is null");
        }
        return node.get();
    }

    private IOException wrong(String name, JsonNode node, String due) {
        String shown = SafeText.oneLine(node.toString(), 60);
        return new IOException(path + name + " = " + shown + " is not " + due);
    }
}
