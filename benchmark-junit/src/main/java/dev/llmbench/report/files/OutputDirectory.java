package dev.llmbench.report.files;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.HistogramLogs;
import dev.llmbench.report.csv.K6Csv;
import dev.llmbench.report.csv.PairsCsv;
import dev.llmbench.report.csv.RequestsCsv;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory for the files of a run. */
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
    private static final String TRIAL = ".trial";
    private static final int TRIAL_BYTES = 4096;
    private static final String LOCK = ".lock";
    private static final String ATTRIBUTE = "llmbench.output-dir";

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._$-]+|^\\.+|\\.+$");
    private static final Pattern RESERVED_BY_WINDOWS = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    private static final int LONGEST_NAME = 200;
    private static final int SHORTEST_NAME = 16;
    /** The shortest limit of common systems. */
    private static final int LONGEST_PATH = 1024;
    /** Leaves room for {@link #PREVIOUS} and the names of files. */
    private static final int ROOM_FOR_FILES = 64;

    private static final int HASH_BYTES = 4;

    private OutputDirectory() {}

    /**
     * Returns the directory for the given names below the root. ASCII letters and digits, dots, dashes, dollar
     * signs and underscores are kept. A name with other characters, or one that is too long, ends in a hash of the whole name, so
     * that different names have different directories, and a name has the same directory in every locale.
     *
     * @param root the root, such as {@code target/llm-load}
     * @param names the test class, the method, and the invocation if there are several
     */
    public static Path of(Path root, List<String> names) {
        int taken = root.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length + ROOM_FOR_FILES;
        int longest = Math.max(SHORTEST_NAME, Math.min(LONGEST_NAME, (LONGEST_PATH - taken) / names.size() - 1));
        Path directory = root;
        for (String name : names) {
            directory = directory.resolve(safe(name, longest));
        }
        return directory;
    }

    private static String safe(String name, int longest) {
        String safe = UNSAFE.matcher(name).replaceAll("_");
        if (safe.length() > longest) {
            safe = safe.substring(0, longest - 2 * HASH_BYTES - 1);
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
     * Creates the directory and checks that a run can write to it.
     *
     * @return the directory, absolute
     * @throws ConfigurationException if it cannot be created or written to
     */
    public static Path prepare(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            if (!Files.isWritable(absolute)) {
                throw new IOException("no permission to write");
            }
            Files.write(absolute.resolve(TRIAL), new byte[TRIAL_BYTES]);
            Files.delete(absolute.resolve(TRIAL));
            if (Files.isDirectory(absolute.resolve(RequestsCsv.FILE_NAME))) {
                throw new IOException(RequestsCsv.FILE_NAME + " is a directory");
            }
            return absolute;
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    /**
     * Makes room for a new run. The files of the previous run move to {@code <directory>.previous} and replace
     * older ones there; files that no run wrote are not touched.
     *
     * @throws ConfigurationException if they cannot be moved
     */
    public static void keepPrevious(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(NotStarted.FILE_NAME));
            keepPreviousRun(directory);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Creates the exception for a directory in which a run's files cannot be created. */
    public static ConfigurationException unusable(Path directory, IOException e) {
        ConfigurationException unusable = ConfigurationException.of(
                ATTRIBUTE,
                directory,
                "the run's files cannot be written there (" + reason(e) + ")",
                "Name a writable directory, or remove what is in the way");
        unusable.initCause(e);
        return unusable;
    }

    /**
     * Reserves the directory for one run until it is released, because two runs would mix their rows and move each
     * other's files away. On a file system without locks, no run is kept out.
     *
     * @throws ConfigurationException if the lock cannot be created, or another run, in this JVM or another one, holds it
     */
    public static Claim claim(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        FileChannel channel;
        try {
            Files.createDirectories(absolute);
            channel = FileChannel.open(absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
        if (!isLocked(channel)) {
            close(channel);
            throw ConfigurationException.of(
                    ATTRIBUTE,
                    absolute,
                    "another run is writing its files there",
                    "Wait until it ends, or give each run its own directory");
        }
        return () -> giveBack(absolute, channel);
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void giveBack(Path directory, FileChannel channel) {
        try {
            Files.deleteIfExists(directory.resolve(LOCK));
        } catch (IOException e) {
            // The file stays, and does no harm.
        }
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the JVM at the latest.
        }
    }

    /** A directory that is reserved for one run. */
    public interface Claim extends AutoCloseable {
        /** Releases the directory. */
        @Override
        void close();
    }

    /** Moves single files but never a directory, because a user's directory may contain other files. */
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

    /** Returns the directory for the files of the previous run. */
    static Path previous(Path directory) {
        Path name = directory.getFileName();
        return name == null ? directory.resolve(PREVIOUS) : directory.resolveSibling(name + PREVIOUS);
    }

    /** Returns whether it contains the files of a run that another run has replaced. */
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
