package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLayoutTest {
    private static final Path MODULE = Path.of("repository", "chat").toAbsolutePath();

    @Test
    void mavensTestClassesLieInTheTargetOfTheModule() {
        assertThat(ProjectLayout.ofClasses(MODULE.resolve("target/test-classes")))
                .hasValue(new ProjectLayout(MODULE, MODULE.resolve("target")));
    }

    @Test
    void gradlesTestClassesLieInTheBuildOfTheModule() {
        assertThat(ProjectLayout.ofClasses(MODULE.resolve("build/classes/java/integrationTest")))
                .hasValue(new ProjectLayout(MODULE, MODULE.resolve("build")));
    }

    @Test
    void otherPlacesSayNothingOfTheModule() {
        assertThat(ProjectLayout.ofClasses(MODULE.resolve("out/test/chat"))).isEmpty();
        assertThat(ProjectLayout.ofClasses(MODULE.resolve("bin/test"))).isEmpty();
        assertThat(ProjectLayout.ofClasses(Path.of("/"))).isEmpty();
    }

    @Test
    void thisClassKnowsItsOwnModule() {
        Path here = Path.of("").toAbsolutePath();

        assertThat(ProjectLayout.of(ProjectLayoutTest.class))
                .isEqualTo(new ProjectLayout(here, here.resolve("target")));
    }

    @Test
    void aClassWithoutALocationIsOfTheWorkingDirectory() {
        assertThat(ProjectLayout.of(String.class).project())
                .isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void aProjectWithABuildDirectoryAndNoPomIsGradles(@TempDir Path project) throws IOException {
        Files.createDirectory(project.resolve("build"));
        assertThat(ProjectLayout.ofProject(project).build()).isEqualTo(project.resolve("build"));

        Files.createFile(project.resolve("pom.xml"));
        assertThat(ProjectLayout.ofProject(project).build()).isEqualTo(project.resolve("target"));
    }
}
