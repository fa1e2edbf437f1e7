package dev.llmbench.cluster;

import dev.llmbench.report.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/** Identifies the library's classes: two builds of one version may measure differently. */
public final class Build {
    private static final String PACKAGE = "dev/llmbench/";
    private static final String CLASS = ".class";

    private Build() {}

    /** Returns a digest of the classes of the library that this JVM uses. */
    public static String digest() {
        try {
            CodeSource source = Build.class.getProtectionDomain().getCodeSource();
            if (source == null) {
                return "unknown";
            }
            Path place = Path.of(source.getLocation().toURI());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            checksums(place)
                    .forEach((name, checksum) ->
                            digest.update((name + " " + checksum + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (FileSystemNotFoundException e) {
            // The jar is nested in another jar, so only its version can be compared.
            return Versions.library();
        } catch (URISyntaxException | IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the library's classes cannot be read", e);
        }
    }

    private static SortedMap<String, Long> checksums(Path place) throws IOException {
        return Files.isDirectory(place) ? ofFolder(place) : ofJar(place);
    }

    private static SortedMap<String, Long> ofJar(Path jar) throws IOException {
        SortedMap<String, Long> found = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .filter(entry -> entry.getName().startsWith(PACKAGE)
                            && entry.getName().endsWith(CLASS))
                    .forEach(entry -> found.put(entry.getName(), entry.getCrc()));
        }
        return found;
    }

    private static SortedMap<String, Long> ofFolder(Path folder) throws IOException {
        SortedMap<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(PACKAGE))) {
            files.filter(file -> file.toString().endsWith(CLASS))
                    .forEach(
                            file -> found.put(folder.relativize(file).toString().replace('\\', '/'), checksum(file)));
        }
        return found;
    }

    private static long checksum(Path file) {
        try {
            CRC32 crc = new CRC32();
            crc.update(Files.readAllBytes(file));
            return crc.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
