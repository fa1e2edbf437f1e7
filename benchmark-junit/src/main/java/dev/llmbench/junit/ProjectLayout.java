package dev.llmbench.junit;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the test's project is. A build of several modules may run tests from another directory than the module's own, so
 * the class's location is asked first.
 *
 * @param project the module's directory, where relative datasets are looked for
 * @param build where its build puts what it makes
 */
record ProjectLayout(Path project, Path build) {

    static ProjectLayout of(Class<?> testClass) {
        Path workingDirectory = Path.of("").toAbsolutePath();
        return location(testClass).flatMap(ProjectLayout::ofClasses).orElseGet(() -> ofProject(workingDirectory));
    }

    private static Optional<Path> location(Class<?> testClass) {
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

    /** What an IDE with output directories of its own is left with. */
    static ProjectLayout ofProject(Path project) {
        boolean gradle = Files.isDirectory(project.resolve("build")) && !Files.exists(project.resolve("pom.xml"));
        return new ProjectLayout(project, project.resolve(gradle ? "build" : "target"));
    }
}
