package dev.llmbench.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The place of a history's documents: a folder of the file system, or a database that keeps them under the same names. */
interface Store {

    /** Returns the folders in a folder, sorted by name; none if it does not exist. */
    List<Path> folders(Path in) throws IOException;

    /** Returns the documents in a folder, sorted by name; none if it does not exist. */
    List<Path> documents(Path in) throws IOException;

    byte[] read(Path document) throws IOException;

    /**
     * Writes a new document as a whole, so that it is never visible in part.
     *
     * @param value what the content is of
     */
    void write(Path document, byte[] content, HistoryFiles.Versioned value) throws IOException;

    /**
     * Returns what to do if this place fails.
     *
     * @param quality what it should be, such as {@code writable}
     */
    String remedy(String quality);

    /** Returns how to give the runs of one folder to another. */
    String renaming(Path from, Path to);
}
