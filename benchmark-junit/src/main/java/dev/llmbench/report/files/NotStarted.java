package dev.llmbench.report.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.json.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A load test that did not start because the endpoint refused it. The note is kept next to the files of the previous run until
 * the next run starts.
 *
 * @param at the time, in UTC
 * @param reason the reason, without secrets
 */
public record NotStarted(String test, String at, String reason) {
    /** The name of the note's file. */
    static final String FILE_NAME = "not-started.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Creates the note for a plan, with the current time. */
    public static NotStarted of(LoadPlan plan, String reason) {
        return new NotStarted(
                plan.test(), Instant.now().toString(), plan.secrets().maskedIn(reason));
    }

    /**
     * Writes the note.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.writeString(
                directory.resolve(FILE_NAME),
                JsonFormat.text(
                        JsonFormat.object().put("test", test).put("at", at).put("reason", reason)));
    }

    /** Reads the note in a directory, if there is one. */
    public static Optional<NotStarted> in(Path directory) {
        try {
            JsonNode read = JSON.readTree(directory.resolve(FILE_NAME).toFile());
            return read == null || !read.isObject()
                    ? Optional.empty()
                    : Optional.of(new NotStarted(
                            read.path("test").asText(),
                            read.path("at").asText(),
                            read.path("reason").asText()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
