package dev.llmbench.junit;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directories of the test's project. A multi-module build may run tests from a directory other than the module's, so
 * they are derived from the class's location if possible.
 *
 * @param project the module's directory, against which relative datasets are resolved
 * @param build the directory of the build's outputs
 */
record ProjectLayout(Path project, Path build) {
    private static final List<String> BUILD_FILES = List.of("pom.xml", "settings.gradle", "settings.gradle.kts");

    static ProjectLayout of(Class<?> testClass) {
        Path workingDirectory = Path.of("").toAbsolutePath();
        return location(testClass).flatMap(ProjectLayout::ofClasses).orElseGet(() -> ofProject(workingDirectory));
    }

    /** Returns the location from which the class was loaded. */
    static Optional<Path> location(Class<?> testClass) {
        @Nullable CodeSource source = testClass.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Recognises Maven's {@code target/test-classes} and Gradle's {@code build/classes/java/test}; returns empty for any
     * other layout.
     */
    static Optional<ProjectLayout> ofClasses(Path classes) {
        return ancestor(classes, 1, "target")
                .or(() -> ancestor(classes, 2, "classes").flatMap(inside -> ancestor(inside, 1, "build")))
                .filter(build -> build.getParent() != null)
                .map(build -> new ProjectLayout(build.resolveSibling("").normalize(), build));
    }

    private static Optional<Path> ancestor(Path path, int levels, String name) {
        @Nullable Path ancestor = path;
        for (int level = 0; level < levels && ancestor != null; level++) {
            ancestor = ancestor.getParent();
        }
        return Optional.ofNullable(ancestor)
                .filter(directory -> directory.getFileName() != null)
                .filter(directory -> directory.getFileName().toString().equals(name));
    }

    /** Returns the outermost enclosing directory with a build file, otherwise the project's own. */
    Path outermostProject() {
        return Stream.iterate(project, Objects::nonNull, Path::getParent)
                .filter(directory ->
                        BUILD_FILES.stream().map(directory::resolve).anyMatch(Files::isRegularFile))
                .reduce(project, (inner, outer) -> outer);
    }

    /** Guesses the layout from the project's directory, for IDEs with output directories of their own. */
    static ProjectLayout ofProject(Path project) {
        boolean gradle = Files.isDirectory(project.resolve("build")) && !Files.exists(project.resolve("pom.xml"));
        return new ProjectLayout(project, project.resolve(gradle ? "build" : "target"));
    }
}
