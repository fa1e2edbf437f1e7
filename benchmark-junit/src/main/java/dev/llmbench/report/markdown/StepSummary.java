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

/** The summary page that GitHub shows for a step of a workflow: the text that the step's processes append to a file. */
public final class StepSummary {
    /** The environment variable that contains the file's path. */
    static final String VARIABLE = "GITHUB_STEP_SUMMARY";

    /** GitHub does not show a longer summary at all. */
    static final long MOST_BYTES = 1 << 20;

    private StepSummary() {}

    /**
     * Appends the summary of a run, if the environment names such a page.
     *
     * @param environment the environment variables
     * @return why it could not be appended; empty if it was, or if there is no such page
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
                return Optional.of(untold(file, "it would exceed the 1 MiB that GitHub shows for a step"));
            }
            // Write everything at once, so that the summaries of parallel forks do not interleave.
            Files.write(page, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.of(untold(file, e.toString()));
        }
    }

    private static String untold(String file, String why) {
        return "The summary was not appended to " + VARIABLE + " (" + file + "): " + why + ". It is still in "
                + ResultFiles.SUMMARY_MD + ".";
    }
}
