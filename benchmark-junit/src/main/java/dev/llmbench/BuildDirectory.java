package dev.llmbench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a project's build puts what it makes. */
final class BuildDirectory {
    private BuildDirectory() {}

    /** {@code build} where Gradle builds the project, otherwise {@code target}. */
    static Path of(Path project) {
        boolean gradle =
                Files.exists(project.resolve("build.gradle")) || Files.exists(project.resolve("build.gradle.kts"));
        return project.resolve(gradle && !Files.exists(project.resolve("pom.xml")) ? "build" : "target");
    }
}
