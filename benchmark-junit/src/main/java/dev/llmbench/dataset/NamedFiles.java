package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads small files that a test names. Searches the same places as {@link Datasets#load}.
 *
 * <pre>{@code
 * String json = NamedFiles.read("modelProfile", "profile.json", Path.of(""), Thread.currentThread().getContextClassLoader());
 * }</pre>
 */
public final class NamedFiles {
    private static final int MOST_BYTES = 1 << 20;

    private NamedFiles() {}

    /**
     * Returns the text of a UTF-8 file.
     *
     * @param attribute the attribute that names the file, for messages
     * @param location a path, or {@code classpath:} and a resource's name
     * @param projectDirectory the directory of the module under test
     * @param loader looks up resources on the class path
     * @throws DatasetException if there is no such file (the message lists every place searched), or if it can't be
     *     read or has more than 1 MiB
     */
    public static String read(String attribute, String location, Path projectDirectory, ClassLoader loader) {
        return new String(bytes(attribute, location, projectDirectory, loader), StandardCharsets.UTF_8);
    }

    /** Returns the content of such a file. */
    public static byte[] bytes(String attribute, String location, Path projectDirectory, ClassLoader loader) {
        DatasetSource found = new DatasetFinder(attribute, projectDirectory, loader).find(location);
        try (InputStream in = found.content().open()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new DatasetException(
                        attribute + " = \"" + location + "\" has more than 1 MiB: " + found.location());
            }
            return bytes;
        } catch (IOException e) {
            throw new DatasetException(attribute + " = \"" + location + "\" cannot be read: " + e, e);
        }
    }
}
