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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads and writes the JSON files of a history. Each file is written once, under its own name. */
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

    /** Reads the bytes of a file; tests replace it to count reads. */
    @FunctionalInterface
    interface Source {
        byte[] read(Path file) throws IOException;
    }

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

    /** The fields that files of all versions have. */
    interface Versioned {
        int schema();
    }

    private record Schema(int schema) {}

    /** Returns the entries of a folder, sorted by name; none if the folder does not exist. */
    static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path entry : all) {
                if (wanted.test(entry)) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        entries.sort(Comparator.comparing(Path::toString));
        return entries;
    }

    static boolean isJson(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /** Reads files in parallel. */
    static <T extends Versioned> List<Read<T>> read(List<Path> files, Class<T> type, Source source) {
        return files.parallelStream().map(file -> read(file, type, source)).toList();
    }

    private static <T extends Versioned> Read<T> read(Path file, Class<T> type, Source source) {
        byte[] bytes;
        try {
            bytes = source.read(file);
        } catch (IOException e) {
            return new Read<>(file, Optional.empty(), "it cannot be read: " + e);
        }
        try {
            Optional<T> value = Optional.ofNullable(JSON.readValue(bytes, type))
                    .filter(whole -> whole.schema() <= RunRecord.SCHEMA);
            if (value.isPresent()) {
                return new Read<>(file, value, "");
            }
        } catch (IOException e) {
            // The file is damaged or of a later version; its schema number tells which.
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

    /** Writes a file atomically, so that nobody sees a part of it. */
    static void write(Path file, Object value) throws IOException {
        byte[] bytes = (WRITER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.write(unfinished, bytes, StandardOpenOption.CREATE_NEW);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
