package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a dataset in the places that {@link Datasets#load} lists. */
final class DatasetFinder {
    static final String CLASSPATH = "classpath:";
    private static final List<String> BUILD_FILES =
            List.of("pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

    private static final String DIRECTORY = " (a directory)";
    private static final String REMEDY =
            "give a path that is absolute or relative to the project directory or one of its"
                    + " parents, or classpath: and a resource's name";

    private final String attribute;
    private final Path projectDirectory;
    private final ClassLoader loader;
    private final List<String> lookedAt = new ArrayList<>();

    DatasetFinder(Path projectDirectory, ClassLoader loader) {
        this("dataset", projectDirectory, loader);
    }

    /** Creates a finder for the file that the given attribute names. */
    DatasetFinder(String attribute, Path projectDirectory, ClassLoader loader) {
        this.attribute = attribute;
        this.projectDirectory = projectDirectory.toAbsolutePath().normalize();
        this.loader = loader;
    }

    DatasetSource find(String location) {
        lookedAt.clear();
        return look(location).orElseThrow(() -> notFound(location));
    }

    private Optional<DatasetSource> look(String location) {
        if (location.isBlank()) {
            throw new DatasetException(attribute + " = \"" + location + "\" is blank; " + REMEDY);
        }
        if (location.startsWith(CLASSPATH)) {
            return resource(location.substring(CLASSPATH.length()));
        }
        Path path = path(location);
        if (path.isAbsolute()) {
            return file(path);
        }
        for (Path directory : projectAndParents()) {
            Optional<DatasetSource> found = file(directory.resolve(path).normalize());
            if (found.isPresent()) {
                return found;
            }
        }
        return resource(path.normalize().toString().replace('\\', '/'));
    }

    private Path path(String location) {
        try {
            return Path.of(location);
        } catch (InvalidPathException e) {
            throw new DatasetException(
                    attribute + " = \"" + location + "\" is not a path: " + e.getReason() + "; " + REMEDY, e);
        }
    }

    private List<Path> projectAndParents() {
        List<Path> directories = new ArrayList<>();
        int upToTheOutermost = 1;
        for (Path directory = projectDirectory; directory != null; directory = directory.getParent()) {
            directories.add(directory);
            if (BUILD_FILES.stream().map(directory::resolve).anyMatch(Files::isRegularFile)) {
                upToTheOutermost = directories.size();
            }
        }
        return directories.subList(0, upToTheOutermost);
    }

    private Optional<DatasetSource> file(Path file) {
        if (Files.isDirectory(file)) {
            lookedAt.add(file + DIRECTORY);
            return Optional.empty();
        }
        if (Files.exists(file)) {
            return Optional.of(DatasetSource.of(file));
        }
        lookedAt.add(file + (Files.notExists(file) ? "" : " (it may exist, but its directory is not readable)"));
        return Optional.empty();
    }

    private Optional<DatasetSource> resource(String name) {
        String absolute = name.startsWith("/") ? name.substring(1) : name;
        lookedAt.add(CLASSPATH + absolute);
        URL url = absolute.isBlank() ? null : loader.getResource(absolute);
        return url == null || isDirectory(url) ? Optional.empty() : Optional.of(DatasetSource.of(absolute, url));
    }

    /** A directory on the class path would otherwise be read as a list of its files. */
    private static boolean isDirectory(URL url) {
        try {
            return url.getProtocol().equals("file") && Files.isDirectory(Path.of(url.toURI()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }

    private DatasetException notFound(String location) {
        boolean isDirectory = lookedAt.get(0).endsWith(DIRECTORY);
        StringBuilder message = new StringBuilder(attribute + " = \"" + location + "\" "
                + (isDirectory ? "is a directory; name a file in it, or " : "was not found; ")
                + REMEDY + ". Looked at:");
        lookedAt.forEach(place -> message.append("\n  ").append(place));
        return new DatasetException(message.toString());
    }
}
