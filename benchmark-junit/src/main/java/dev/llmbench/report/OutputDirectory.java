package dev.llmbench.report;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory that a run's files go to. */
public final class OutputDirectory {
    private static final List<String> OWN_FILES = List.of(
            RequestsCsv.FILE_NAME,
            K6Csv.FILE_NAME,
            PairsCsv.FILE_NAME,
            ResultFiles.LEGEND,
            ResultFiles.RUN_JSON,
            ResultFiles.SUMMARY_JSON,
            ResultFiles.REPORT_HTML,
            ResultFiles.SUMMARY_MD);
    private static final String PREVIOUS = ".previous";

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+|^\\.+|\\.+$");
    private static final Pattern RESERVED_BY_WINDOWS = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    private static final int LONGEST_NAME = 100;
    private static final int HASH_BYTES = 4;

    private OutputDirectory() {}

    /**
     * The directory for the given names below the root. Of each name letters and digits of ASCII, dots, dashes and
     * underscores stay; a name that had others, or was too long, ends in a hash of the whole, so that names that differ
     * keep different directories.
     *
     * @param root such as {@code target/llm-load}
     * @param names the test class, the method, and the invocation where there are several
     */
    public static Path of(Path root, String... names) {
        Path directory = root;
        for (String name : names) {
            directory = directory.resolve(safe(name));
        }
        return directory;
    }

    private static String safe(String name) {
        String safe = UNSAFE.matcher(name).replaceAll("_");
        if (safe.length() > LONGEST_NAME) {
            safe = safe.substring(0, LONGEST_NAME - 2 * HASH_BYTES - 1);
        } else if (safe.equals(name)
                && !name.isEmpty()
                && !RESERVED_BY_WINDOWS.matcher(name).matches()) {
            return name;
        }
        return safe + "-" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /**
     * Makes the directory ready for a run. The files of a run before it move to {@code <directory>.previous}, in place of
     * older ones; files that no run wrote stay where they are.
     *
     * @return the directory, absolute
     * @throws ConfigurationException if it cannot be made or written to
     */
    public static Path prepare(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            keepPreviousRun(absolute);
            if (!Files.isWritable(absolute)) {
                throw new IOException("no permission to write");
            }
            return absolute;
        } catch (IOException e) {
            ConfigurationException unusable = ConfigurationException.of(
                    "llmbench.output-dir",
                    absolute,
                    "the run's files cannot be written there (" + reason(e) + ")",
                    "Name a directory that can be written, or remove what is in the way");
            unusable.initCause(e);
            throw unusable;
        }
    }

    /** Moves single files and never a directory, for the one given may hold what is not ours. */
    private static void keepPreviousRun(Path directory) throws IOException {
        List<Path> files = ownFiles(directory);
        if (files.isEmpty()) {
            return;
        }
        Path previous = previous(directory);
        Files.createDirectories(previous);
        for (Path old : ownFiles(previous)) {
            Files.delete(old);
        }
        for (Path file : files) {
            Files.move(file, previous.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where the files of the run before go. */
    static Path previous(Path directory) {
        Path name = directory.getFileName();
        return name == null ? directory.resolve(PREVIOUS) : directory.resolveSibling(name + PREVIOUS);
    }

    /** Whether it holds the files of a run that another took the place of. */
    public static boolean isPrevious(Path directory) {
        return directory.getFileName() != null
                && directory.getFileName().toString().endsWith(PREVIOUS);
    }

    private static List<Path> ownFiles(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(OutputDirectory::isOwn).toList();
        }
    }

    private static boolean isOwn(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (OWN_FILES.contains(name) || name.endsWith(HistogramLogs.ENDING));
    }

    private static String reason(IOException e) {
        String kind = e.getClass() == IOException.class ? "" : e.getClass().getSimpleName() + ": ";
        return kind + e.getMessage();
    }
}
