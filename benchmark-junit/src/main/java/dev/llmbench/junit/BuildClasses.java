package dev.llmbench.junit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The simple names of the top-level classes in all modules of a build, compiled or not. A key that names one of them may be
 * meant for a test that runs elsewhere in the build.
 */
final class BuildClasses {
    private static final Pattern FILE =
            Pattern.compile("(?:.*/)?([^/$]+)(?:\\$[^/]*)?\\.(?:class|java|kt|groovy|scala)");
    /** In a build with more files than this the search is abandoned, and any class name is assumed to exist. */
    private static final int MOST_FILES = 200_000;

    private final Set<String> names = new HashSet<>();
    private int files;

    private BuildClasses() {}

    static BuildClasses around(Class<?> testClass) {
        BuildClasses classes = new BuildClasses();
        try {
            Files.walkFileTree(ProjectLayout.of(testClass).outermostProject(), classes.new Search());
            ProjectLayout.location(testClass).filter(Files::isRegularFile).ifPresent(classes::addJar);
        } catch (IOException e) {
            classes.files = MOST_FILES;
        }
        return classes;
    }

    Set<String> names() {
        return names;
    }

    /** Whether all names are known. */
    boolean areComplete() {
        return files < MOST_FILES;
    }

    private void addJar(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            opened.stream().forEach(entry -> add(entry.getName()));
        } catch (IOException e) {
            files = MOST_FILES;
        }
    }

    private void add(String path) {
        Matcher file = FILE.matcher(path);
        if (file.matches()) {
            names.add(file.group(1));
        }
    }

    private final class Search extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = String.valueOf(directory.getFileName());
            return name.startsWith(".") || name.equals("node_modules")
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            add(file.getFileName().toString());
            return ++files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
