package dev.llmbench.prompt;

import java.nio.file.Path;

/**
 * Loads datasets.
 *
 * <p>A dataset is a text file in UTF-8 (a byte order mark and CRLF are tolerated) with one JSON object a line, at most 16 MiB long; blank lines are skipped. A line is either a text to continue
 * or a conversation to answer, and all lines of a file are of the same kind:
 *
 * <pre>{@code
 * {"prompt": "The night train to Lisbon was late again", "max_tokens": 100}
 * {"messages": [{"role": "user", "content": "How do tides work?"}], "max_tokens": 100}
 * }</pre>
 *
 * <p>{@code max_tokens} (the answer's limit), {@code prompt_tokens} (the file's own count of the prompt's tokens) and {@code id} (unique; the line's number by default) may be left out or
 * {@code null}. Further fields are ignored. A message is an object with a {@code role}; whatever else it holds is passed on as it is.
 */
public final class Datasets {
    private Datasets() {}

    /**
     * Finds and reads a dataset.
     *
     * <p>A location that starts with {@code classpath:} names a resource. An absolute path names a file. Any other location is looked for in the project directory, then in each of its parent
     * directories up to the outermost one with a {@code pom.xml}, {@code build.gradle[.kts]} or {@code settings.gradle[.kts]} (if none has one, in the project directory alone), and then on the
     * class path. The first file found is taken.
     *
     * @param location a path, or {@code classpath:} and a resource's name
     * @param projectDirectory the directory of the module under test
     * @param loader looks up resources on the class path
     * @throws DatasetException if there is no such file (the message lists every place looked at), or if it can't be read, has bad lines (the message gives the first ten with their numbers,
     *     reasons and remedies) or no prompt
     */
    public static Dataset load(String location, Path projectDirectory, ClassLoader loader) {
        return DatasetReader.read(new DatasetFinder(projectDirectory, loader).find(location));
    }
}
