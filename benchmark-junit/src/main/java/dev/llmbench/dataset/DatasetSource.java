package dev.llmbench.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A dataset that has been found but not read.
 *
 * <pre>{@code
 * ClassLoader loader = Thread.currentThread().getContextClassLoader();
 * Optional<DatasetSource> source = Datasets.find("prompts.jsonl.gz", Path.of(""), loader);
 * }</pre>
 *
 * @param name a short name for display: the file's name without its folders and its ending
 * @param location an absolute path, or {@code classpath:} and a resource's name
 * @param content the content of the file, which may be compressed
 */
public record DatasetSource(String name, String location, Content content) {
    private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]");
    private static final Pattern ENDING = Pattern.compile("(?<=.)\\.(jsonl|ndjson|json|txt|csv|tsv)(\\.gz)?$");

    /** The content of a dataset, which can be read several times. */
    @FunctionalInterface
    public interface Content {
        /** Opens the content. The caller must close it. */
        InputStream open() throws IOException;
    }

    static DatasetSource of(Path file) {
        return new DatasetSource(nameOf(file.toString()), file.toString(), () -> Files.newInputStream(file));
    }

    static DatasetSource of(String resource, URL url) {
        return new DatasetSource(nameOf(resource), DatasetFinder.CLASSPATH + resource, () -> open(url));
    }

    private static InputStream open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A cached connection to a jar would be shared with other readers, who could close it.
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static String nameOf(String location) {
        return ENDING.matcher(withoutFolders(location)).replaceFirst("");
    }

    /** Returns the file's name without its folders, but with its ending, which indicates the format. */
    public String fileName() {
        boolean isResource = location.startsWith(DatasetFinder.CLASSPATH);
        return withoutFolders(isResource ? location.substring(DatasetFinder.CLASSPATH.length()) : location);
    }

    private static String withoutFolders(String location) {
        return FOLDERS.matcher(location).replaceFirst("");
    }
}
