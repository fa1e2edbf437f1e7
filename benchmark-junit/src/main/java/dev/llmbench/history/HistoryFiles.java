package dev.llmbench.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON documents of a history. Each document is written once, under its own name. */
final class HistoryFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private static final ObjectWriter WRITER = JSON.writer(
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    static final String SUFFIX = ".json";

    private HistoryFiles() {}

    /**
     * The contents of a file.
     *
     * @param value empty if the file cannot be read
     * @param warning what to do about an unreadable file; otherwise empty
     */
    record Read<T>(Path file, Optional<T> value, String warning) {}

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (DateTimeException e) {
                throw context.weirdStringException(
                        parser.getText(), Instant.class, "not an instant such as 2026-11-27T13:17:00Z");
            }
        }
    }

    /** The common fields of the files of all versions. */
    interface Versioned {
        int schema();
    }

    private record Schema(int schema) {}

    /** Reads files in parallel. */
    static <T extends Versioned> List<Read<T>> read(List<Path> files, Class<T> type, Store store) {
        return files.parallelStream().map(file -> read(file, type, store)).toList();
    }

    /** Reads runs without their figures, which takes a fraction of the time: thousands of them are read for an overview. */
    static List<Read<RunRecord>> readOverview(List<Path> files, Store store) {
        return files.parallelStream()
                .map(file -> read(file, RunOverview::read, store))
                .toList();
    }

    private interface Parser<T> {
        @Nullable
        T parse(byte[] bytes) throws IOException;
    }

    private static <T extends Versioned> Read<T> read(Path file, Class<T> type, Store store) {
        return read(file, bytes -> JSON.readValue(bytes, type), store);
    }

    private static <T extends Versioned> Read<T> read(Path file, Parser<T> parser, Store store) {
        byte[] bytes;
        try {
            bytes = store.read(file);
        } catch (IOException e) {
            return new Read<>(file, Optional.empty(), "it cannot be read: " + e);
        }
        try {
            Optional<T> value =
                    Optional.ofNullable(parser.parse(bytes)).filter(whole -> whole.schema() <= RunRecord.SCHEMA);
            if (value.isPresent()) {
                return new Read<>(file, value, "");
            }
        } catch (IOException | IllegalArgumentException e) {
            // The file is damaged or from a later version, which its schema number shows.
        }
        int schema = schema(bytes);
        return new Read<>(
                file,
                Optional.empty(),
                schema > RunRecord.SCHEMA
                        ? "a later version of this library wrote it (schema " + schema + ", this one reads up to "
                                + RunRecord.SCHEMA + "); update benchmark-junit to have it counted"
                        : "it is damaged; restore it from version control, or delete it");
    }

    /** Returns the version of a file that this version cannot read; 0 if it is no such file at all. */
    private static int schema(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, Schema.class))
                    .map(Schema::schema)
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Writes a new document. */
    static void write(Store store, Path document, Versioned value) throws IOException {
        byte[] content = (WRITER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        store.write(document, content, value);
    }
}
