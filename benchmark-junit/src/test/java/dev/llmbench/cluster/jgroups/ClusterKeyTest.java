package dev.llmbench.cluster.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.plan.ConfigurationException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {
    @TempDir
    Path directory;

    private static ThrowableAssertAlternative<ConfigurationException> refused(Map<String, String> environment) {
        return assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ClusterKey.fromEnvironment(environment))
                .withMessageContaining("LLMBENCH_CLUSTER_KEY")
                .withMessageContaining("Set it to the path of a key file");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such permissions")
    void aNewKeyIsInAFileThatItsOwnerAloneMayRead() throws Exception {
        Path file = directory.resolve("cluster.p12");
        ClusterKey made = ClusterKey.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        ClusterKey read = ClusterKey.fromEnvironment(Map.of("LLMBENCH_CLUSTER_KEY", file.toString()));
        assertThat(read).hasToString(made.toString());
    }

    @Test
    void aKeyFileIsNotOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("cluster.p12"), "the key of others");

        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> ClusterKey.create(file));
        assertThat(file).hasContent("the key of others");
    }

    @Test
    void theEnvironmentMayHoldTheKeyItself() {
        String wrapped = Keys.KEY.base64().replaceAll("(.{76})", "$1\n");

        ClusterKey read = ClusterKey.fromEnvironment(Map.of("LLMBENCH_CLUSTER_KEY", wrapped));
        assertThat(read).hasToString(Keys.KEY.toString());
        assertThat(Keys.KEY.toString()).isNotEqualTo(Keys.OTHER.toString());
    }

    @Test
    void aMissingKeyIsToldWithItsRemedy() {
        refused(Map.of()).withMessageContaining("is not set");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused(Map.of("LLMBENCH_CLUSTER_KEY", "/no/such/cluster.p12"))
                .withMessageContaining("\"/no/such/cluster.p12\"")
                .withMessageContaining("NoSuchFileException");
    }

    @Test
    void aFileThatIsNoKeyIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "buy milk");

        refused(Map.of("LLMBENCH_CLUSTER_KEY", file.toString())).withMessageContaining("is not a key file");
    }

    @Test
    void aDamagedKeyIsRefusedWithoutShowingIt() {
        String base64 = Keys.KEY.base64();
        String middle = base64.substring(600, 640);
        for (String damaged : new String[] {base64.substring(0, 800), base64.substring(0, 300), base64 + "!", middle}) {
            refused(Map.of("LLMBENCH_CLUSTER_KEY", damaged)).satisfies(e -> {
                for (Throwable shown = e; shown != null; shown = shown.getCause()) {
                    assertThat(shown.toString())
                            .doesNotContain(damaged.substring(0, 30))
                            .doesNotContain(middle);
                }
            });
        }
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertThat(Keys.KEY.toString())
                .hasSizeLessThan(30)
                .doesNotContain(Keys.KEY.base64().substring(0, 20));
    }
}
