package dev.llmbench.junit;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.VerdictLine;
import dev.llmbench.report.files.ResultFiles;
import dev.llmbench.report.json.MainFigures;
import dev.llmbench.result.LoadResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Publishes a run's main figures to JUnit as a report entry, and its small files as attachments if the running version of
 * JUnit supports them. Never fails a test: the run's own files are written in any case.
 */
final class Publication {
    private static final Logger LOGGER = System.getLogger("dev.llmbench");
    private static final Map<String, String> FILES = Map.of(
            ResultFiles.SUMMARY_MD,
            "text/markdown; charset=UTF-8",
            ResultFiles.SUMMARY_JSON,
            "application/json",
            ResultFiles.REPORT_HTML,
            "text/html; charset=UTF-8");

    private Publication() {}

    static void of(Verdicts verdicts, ExtensionContext context) {
        LoadResult result = verdicts.result();
        try {
            context.publishReportEntry(MainFigures.of(result, VerdictLine.of(verdicts)));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "JUnit did not accept the load test's figures", e);
        }
        result.directory()
                .ifPresent(directory -> AttachedFiles.of(context).ifPresent(files -> attach(files, directory)));
    }

    private static void attach(AttachedFiles attached, Path directory) {
        FILES.forEach((name, type) -> {
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                return;
            }
            ThrowingConsumer<Path> copy = to -> Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            try {
                attached.publish(name, type, copy);
            } catch (RuntimeException e) {
                // Happens in every run if JUnit was started without an output directory.
                LOGGER.log(Level.DEBUG, () -> "JUnit did not accept " + file, e);
            }
        });
    }
}
