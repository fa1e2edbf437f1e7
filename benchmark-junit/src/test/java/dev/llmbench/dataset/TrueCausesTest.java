package dev.llmbench.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmbench.plan.DatasetException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message names what is wrong, and no dataset that is fine. */
class TrueCausesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"missing", "missing/further"})
    void aMissingTemporaryFolder(String name) {
        File missing = directory.resolve(name).toFile();

        assertThatThrownBy(() -> SpilledPrompts.create(missing))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("java.io.tmpdir = \"" + missing + "\" can't store the prompts")
                .hasMessageContaining("there is no such directory; create it, or set java.io.tmpdir");
    }

    @Test
    void aTemporaryFolderThatIsAFile() throws IOException {
        File file = Files.writeString(directory.resolve("file"), "").toFile();

        assertThatThrownBy(() -> SpilledPrompts.create(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("java.io.tmpdir = \"" + file + "\" can't store the prompts");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 20})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others have no device that is always full")
    void aFullTemporaryFolder(int length) throws IOException {
        try (RandomAccessFile device = new RandomAccessFile("/dev/full", "rw")) {
            SpilledPrompts prompts = new SpilledPrompts(device, new File("/tmp"));

            assertThatThrownBy(() -> {
                        prompts.append(new byte[length]);
                        prompts.finish();
                    })
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith("java.io.tmpdir = \"/tmp\" can't store the prompts")
                    .hasMessageContaining("No space left on device; free as much space there");
        }
    }

    @Test
    void aFileThatMayNotBeRead() {
        assertThatThrownBy(() -> read(() -> {
                    throw new AccessDeniedException("/d/set");
                }))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"/d/set\" can't be read: permission is denied; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub"})
    void aDirectory(String name) throws IOException {
        Path place = Files.createDirectories(directory.resolve("prompts").resolve(name));

        assertThatThrownBy(() ->
                        Datasets.load(place.toString(), directory, getClass().getClassLoader()))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("dataset = \"" + place + "\" is a directory; name a file in it");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others may allow names of that length")
    void aPlaceThatCanNotBeLookedAt() {
        String name = "a".repeat(300) + ".jsonl";

        assertThatThrownBy(() -> Datasets.load(name, directory, getClass().getClassLoader()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(directory.resolve(name) + " (it may exist, but its directory is not readable)");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 15, 40})
    void aFileOfGzipThatIsCutOff(int length) throws IOException {
        byte[] packed = packed();

        assertThatThrownBy(() -> read(() -> new ByteArrayInputStream(Arrays.copyOf(packed, length))))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(
                        "dataset = \"/d/set\" can't be read: it is compressed with gzip, but is truncated or damaged")
                .hasMessageContaining("gunzip -t")
                .hasMessageNotContaining("readable file");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 11, 20, -6})
    void aFileOfGzipThatIsDamaged(int at) throws IOException {
        byte[] packed = packed();
        packed[at < 0 ? packed.length + at : at] ^= 0x55;

        assertThatThrownBy(() -> read(() -> new ByteArrayInputStream(packed)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("/d/set");
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(
                    "{\"prompt\": \"Why is the sky blue, and not green?\"}\n{\"prompt\": \"How?\"}\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Dataset read(DatasetSource.Content content) {
        return DatasetReader.read(new DatasetSource("set", "/d/set", content), DatasetOptions.ofDefaults());
    }
}
