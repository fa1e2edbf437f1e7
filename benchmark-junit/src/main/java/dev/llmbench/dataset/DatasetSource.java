package dev.llmbench.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A dataset that has been found but not read. */
record DatasetSource(String name, String location, Content content) {
    private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]");
    private static final Pattern ENDING = Pattern.compile("(?<=.)\\.(jsonl|ndjson|json|txt|csv|tsv)(\\.gz)?$");

    /** Opens the content. The caller must close it. */
    @FunctionalInterface
    interface Content {
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
        return ENDING.matcher(FOLDERS.matcher(location).replaceFirst("")).replaceFirst("");
    }
}
