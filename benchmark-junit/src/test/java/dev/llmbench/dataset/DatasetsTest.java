package dev.llmbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.DatasetException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path root;

    private Path repository;
    private Path module;
    private Path classes;

    @BeforeEach
    void layOutARepositoryWithAModuleTwoFoldersDown() throws IOException {
        repository = Files.createDirectories(root.resolve("home/repository"));
        module = Files.createDirectories(repository.resolve("modules/chat"));
        classes = Files.createDirectories(root.resolve("classes"));
        Files.createFile(repository.resolve("pom.xml"));
        Files.createFile(module.resolve("pom.xml"));
    }

    @Test
    void findsAnAbsolutePath() throws IOException {
        Path file = write(root.resolve("elsewhere/my prompts.jsonl"));

        Dataset dataset = load(file.toString());

        assertThat(dataset.location()).isEqualTo(file.toString());
        assertThat(dataset.name()).isEqualTo("my prompts");
    }

    @Test
    void findsAPathRelativeToTheProjectDirectory() throws IOException {
        Path file = write(module.resolve("data/a.jsonl"));

        assertThat(load("data/a.jsonl").location()).isEqualTo(file.toString());
        assertThat(load("./data/../data/a.jsonl").location()).isEqualTo(file.toString());
    }

    @Test
    void findsAPathRelativeToAParentOfTheProjectDirectory() throws IOException {
        Path file = write(repository.resolve("datasets/a.jsonl"));

        assertThat(load("datasets/a.jsonl").location()).isEqualTo(file.toString());
    }

    @Test
    void prefersTheNearestDirectoryAndFilesToTheClassPath() throws IOException {
        write(classes.resolve("a.jsonl"));
        write(repository.resolve("a.jsonl"));
        Path nearest = write(module.resolve("a.jsonl"));

        assertThat(load("a.jsonl").location()).isEqualTo(nearest.toString());
    }

    @Test
    void doesNotLookAboveTheOutermostDirectoryWithABuildFile() throws IOException {
        write(root.resolve("home/a.jsonl"));

        assertThatThrownBy(() -> load("a.jsonl")).isInstanceOf(DatasetException.class);
    }

    @Test
    void staysInAProjectDirectoryThatIsInNoBuild() throws IOException {
        Path alone = Files.createDirectories(root.resolve("alone/project"));
        write(root.resolve("alone/a.jsonl"));

        assertThatThrownBy(() -> Datasets.load("a.jsonl", alone, getClass().getClassLoader()))
                .isInstanceOf(DatasetException.class);
    }

    @Test
    void findsAPlainPathOnTheClassPathAtLast() throws IOException {
        write(classes.resolve("prompts/a.jsonl"));

        assertThat(load("prompts/a.jsonl").location()).isEqualTo("classpath:prompts/a.jsonl");
    }

    @Test
    void findsAClassPathLocationWithAndWithoutALeadingSlash() throws IOException {
        write(classes.resolve("prompts/a.jsonl"));

        assertThat(load("classpath:prompts/a.jsonl").name()).isEqualTo("a");
        assertThat(load("classpath:/prompts/a.jsonl").location()).isEqualTo("classpath:prompts/a.jsonl");
    }

    @Test
    void readsAResourceOfAJar() throws IOException {
        Path jar = root.resolve("prompts.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("packed/a.jsonl"));
            out.write("{\"prompt\": \"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        try (URLClassLoader loader = loaderOf(jar)) {
            assertThat(Datasets.load("classpath:packed/a.jsonl", module, loader).prompts())
                    .hasSize(1);
        }
    }

    @Test
    void aClassPathLocationNamesNoFile() throws IOException {
        write(module.resolve("a.jsonl"));

        assertThatThrownBy(() -> load("classpath:a.jsonl")).isInstanceOf(DatasetException.class);
    }

    @Test
    void listsEveryPlaceLookedAtWhenThereIsNoSuchFile() throws IOException {
        Files.createDirectories(repository.resolve("missing.jsonl"));

        assertThatThrownBy(() -> load("missing.jsonl"))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"missing.jsonl\" was not found; give a path")
                .hasMessageEndingWith("Looked at:\n  " + module.resolve("missing.jsonl") + "\n  "
                        + repository.resolve("modules/missing.jsonl") + "\n  "
                        + repository.resolve("missing.jsonl") + " (a directory)\n  classpath:missing.jsonl");
    }

    @Test
    void doesNotTakeADirectoryOfTheClassPathForADataset() throws IOException {
        write(classes.resolve("prompts/a.jsonl"));

        assertThatThrownBy(() -> load("classpath:prompts"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("was not found");
    }

    @Test
    void refusesABlankLocation() {
        assertThatThrownBy(() -> load(" "))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \" \" is blank; give a path");
    }

    @Test
    void refusesALocationThatIsNoPath() {
        assertThatThrownBy(() -> load("a\0b"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("is not a path: ");
    }

    @Test
    void namesTheFileWithABadLine() throws IOException {
        Path file = module.resolve("bad.jsonl");
        Files.writeString(file, "{}");

        assertThatThrownBy(() -> load("bad.jsonl"))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"" + file + "\" has a bad line:\n  line 1 has neither");
    }

    private Dataset load(String location) throws IOException {
        try (URLClassLoader loader = loaderOf(classes)) {
            return Datasets.load(location, module, loader);
        }
    }

    private static URLClassLoader loaderOf(Path path) throws IOException {
        return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
    }

    private static Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "{\"prompt\": \"a\"}\n");
    }
}
