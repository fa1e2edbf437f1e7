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
 * Where the test's project is. A build of several modules may run tests from another directory than the module's own, so
 * the class's location is asked first.
 *
 * @param project the module's directory, where relative datasets are looked for
 * @param build where its build puts what it makes
 */
record ProjectLayout(Path project, Path build) {
    private static final List<String> BUILD_FILES = List.of("pom.xml", "settings.gradle", "settings.gradle.kts");

    static ProjectLayout of(Class<?> testClass) {
        Path workingDirectory = Path.of("").toAbsolutePath();
        return location(testClass).flatMap(ProjectLayout::ofClasses).orElseGet(() -> ofProject(workingDirectory));
    }

    /** Where the class was loaded from. */
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

    /** Maven's {@code target/test-classes} or Gradle's {@code build/classes/java/test}; empty of any other layout. */
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

    /** The outermost of the directories around the project in which a build is described, or the project's own. */
    Path outermostProject() {
        return Stream.iterate(project, Objects::nonNull, Path::getParent)
                .filter(directory ->
                        BUILD_FILES.stream().map(directory::resolve).anyMatch(Files::isRegularFile))
                .reduce(project, (inner, outer) -> outer);
    }

    /** What an IDE with output directories of its own is left with. */
    static ProjectLayout ofProject(Path project) {
        boolean gradle = Files.isDirectory(project.resolve("build")) && !Files.exists(project.resolve("pom.xml"));
        return new ProjectLayout(project, project.resolve(gradle ? "build" : "target"));
    }
}
