package dev.llmbench.report.markdown;

import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.result.LoadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page that GitHub shows of a step of a workflow: whatever the step's processes append to one file. */
public final class StepSummary {
    /** The environment variable that names the file. */
    static final String VARIABLE = "GITHUB_STEP_SUMMARY";

    /** GitHub shows nothing of a longer one. */
    static final long MOST_BYTES = 1 << 20;

    private StepSummary() {}

    /**
     * Appends the summary of a run, where the environment names such a page.
     *
     * @param environment the environment variables
     * @return why it is not there; empty where it is, or where there is no such page
     */
    public static Optional<String> append(
            Map<String, String> environment, LoadResult result, List<VerdictLine> verdicts) {
        String file = environment.getOrDefault(VARIABLE, "");
        return file.isBlank() ? Optional.empty() : append(file, MarkdownSummary.of(result, verdicts) + "\n");
    }

    private static Optional<String> append(String file, String markdown) {
        byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
        try {
            Path page = Path.of(file);
            long before = Files.exists(page) ? Files.size(page) : 0;
            if (before + bytes.length > MOST_BYTES) {
                return Optional.of(untold(file, "it would be over the 1 MiB that GitHub shows of a step"));
            }
            // One write of the whole, so that what forks append beside each other does not mix.
            Files.write(page, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.of(untold(file, e.toString()));
        }
    }

    private static String untold(String file, String why) {
        return "The summary was not appended to " + VARIABLE + " (" + file + "): " + why + ". It is in "
                + ResultFiles.SUMMARY_MD + " all the same.";
    }
}
