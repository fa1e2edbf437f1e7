package dev.llmbench.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** A history in the file system, with a file for each document. */
class FolderStore implements Store {

    @Override
    public List<Path> folders(Path in) throws IOException {
        return list(in, Files::isDirectory);
    }

    @Override
    public List<Path> documents(Path in) throws IOException {
        return list(in, FolderStore::isDocument);
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path entry : all) {
                if (wanted.test(entry)) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        entries.sort(Comparator.comparing(Path::toString));
        return entries;
    }

    static boolean isDocument(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(HistoryFiles.SUFFIX) && !name.startsWith(".");
    }

    @Override
    public byte[] read(Path document) throws IOException {
        return Files.readAllBytes(document);
    }

    @Override
    public void write(Path document, byte[] content, HistoryFiles.Versioned value) throws IOException {
        Files.createDirectories(document.getParent());
        Path unfinished = document.resolveSibling("." + document.getFileName() + ".tmp");
        try {
            Files.write(unfinished, content, StandardOpenOption.CREATE_NEW);
            Files.move(unfinished, document, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public String remedy(String quality) {
        return "Make it " + quality + ", or set llmbench.history-dir to another folder";
    }

    @Override
    public String renaming(Path from, Path to) {
        return "rename its folder too, from " + from + " to " + to.getFileName();
    }
}
