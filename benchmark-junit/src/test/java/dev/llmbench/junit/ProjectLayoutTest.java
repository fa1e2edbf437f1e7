package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"with blanks", "Prüfung", "数 と 字", "100% + #1"})
    void aProjectMayHaveAnyLettersInItsPath(String name, @TempDir Path scratch) throws Exception {
        Path project = scratch.resolve(name);
        Path classes = project.resolve("target").resolve("test-classes");
        String file = ProjectLayoutTest.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(classes.resolve(file).getParent());
        try (InputStream here = Objects.requireNonNull(getClass().getResourceAsStream("/" + file));
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            Files.copy(here, classes.resolve(file));

            assertThat(ProjectLayout.of(loader.loadClass(ProjectLayoutTest.class.getName())))
                    .isEqualTo(new ProjectLayout(project, project.resolve("target")));
        }
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
