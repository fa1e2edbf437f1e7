package dev.llmbench.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** The output directory of a project's build. */
public final class BuildDirectory {
    private BuildDirectory() {}

    /** {@code build} where Gradle builds the project, otherwise {@code target}. */
    public static Path of(Path project) {
        boolean gradle =
                Files.exists(project.resolve("build.gradle")) || Files.exists(project.resolve("build.gradle.kts"));
        return project.resolve(gradle && !Files.exists(project.resolve("pom.xml")) ? "build" : "target");
    }
}
