package dev.llmbench.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The file of a dataset, which another machine can read in the same way once it has it.
 *
 * <pre>{@code
 * Optional<DatasetFile> file =
 *         DatasetFile.find("prompts.jsonl", Path.of(""), Thread.currentThread().getContextClassLoader());
 * }</pre>
 */
public final class DatasetFile {
    private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\:]");

    private final DatasetSource source;

    private DatasetFile(DatasetSource source) {
        this.source = source;
    }

    /**
     * Finds the file of a dataset, where {@link Datasets#load} finds it.
     *
     * @return the file; empty if the prompts are generated
     * @throws dev.llmbench.plan.DatasetException if there is no such file
     */
    public static Optional<DatasetFile> find(String location, Path projectDirectory, ClassLoader loader) {
        return location.strip().startsWith(SyntheticSpec.SCHEME)
                ? Optional.empty()
                : Optional.of(new DatasetFile(new DatasetFinder(projectDirectory, loader).find(location)));
    }

    /** The file's name, which tells its format. */
    public String name() {
        return FOLDERS.matcher(source.location()).replaceFirst("");
    }

    /**
     * Opens the file.
     *
     * @throws IOException if it can no longer be read
     */
    public InputStream open() throws IOException {
        return source.content().open();
    }
}
