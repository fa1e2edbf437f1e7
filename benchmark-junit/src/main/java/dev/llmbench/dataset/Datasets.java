package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads datasets.
 *
 * <p>The usual dataset is a text file in UTF-8 (a byte order mark and CRLF are tolerated) with one JSON object a line; blank lines are skipped. A line is either a text to continue
 * or a conversation to answer, and all lines of a file are of the same kind:
 *
 * <pre>{@code
 * {"prompt": "The night train to Lisbon was late again", "max_tokens": 100}
 * {"messages": [{"role": "user", "content": "How do tides work?"}], "max_tokens": 100}
 * }</pre>
 *
 * <p>{@code max_tokens} (the answer's limit), {@code prompt_tokens} (the file's own count of the prompt's tokens), {@code id} (unique; the line's number by default), {@code tags} (a text or an
 * array of texts) and, beside {@code prompt}, {@code system} may be left out or {@code null}. The usual fields of a request, such as {@code temperature}, {@code stop} or {@code tools}, are
 * sent with the line's prompt and lie over the test's own attributes; {@code request}, an object, takes any others, and a {@code null} in it removes a field. Further fields are ignored.
 * Messages and tools are sent as they are, to the last digit; only white space between values and the spelling of escapes and exponents may differ.
 *
 * <p>Where records are run turn by turn ({@link DatasetOptions#conversations()}), {@code turns} may stand in place of {@code messages}: each a text of the user, a message (with a {@code max_tokens} of
 * its own beside {@code content}), or an object with several {@code messages}; {@code system} goes before the first. Of {@code messages} and of ShareGPT's records each recorded answer ends a turn,
 * and the server's own takes its place; ShareGPT's turns without a recorded answer are left out.
 *
 * <pre>{@code
 * {"turns": [{"role": "user", "content": "How do tides work?", "max_tokens": 100}, "And why twice a day?"]}
 * }</pre>
 *
 * <p>{@link DatasetFormat} lists the other formats, which are recognised by the file's first record. A file of any of them may be packed with gzip. A record has at most 16 MiB. Ids are compared
 * with the first 65,536 ones.
 *
 * <p>A dataset of more than about 8 MB is put into a temporary file ({@code java.io.tmpdir}) of about its size unpacked, from which each prompt is read when its turn comes; the file is gone at
 * the latest with the process. A dataset of any size thus takes some 30 MB of memory at most, and gives the same requests for a seed as it would in memory.
 *
 * <p>A trace says when requests arrived and how long they were; {@link Dataset#trace()} has its times. Its prompts are made, of the same words as below, when they are asked for: each has the trace's
 * number of tokens and its answer's as {@code max_tokens}, and its record's number as its id. The same hash id gives the same 512 tokens of text. Requests without input or output are left out.
 *
 * <p>A location such as {@code synthetic:prompt=512+-64,output=128} is no file: such prompts are made, of common English words. Their options, separated by commas:
 *
 * <ul>
 *   <li>{@code prompt} and {@code output}: tokens, {@code 512} or {@code 512±64} (also {@code +-}): uniform from 448 to 576, or with {@code shape=normal} of that mean and standard deviation,
 *       cut off at three deviations. {@code output} may be left out.
 *   <li>{@code prefix=256@0.8}: the first 256 tokens are the same for 0.8 of the prompts (for all without {@code @}), and count as the prompt's.
 *   <li>{@code count} (1,000 by default) prompts; {@code seed} (0) chooses lengths and words; {@code salt} as {@link DatasetOptions#salted()} says.
 * </ul>
 *
 * <p>The lengths are exact for the tokenizer of the options; without one a word counts as a token, as it does in o200k_base and cl100k_base.
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
        return load(location, projectDirectory, loader, DatasetOptions.ofDefaults());
    }

    /**
     * Finds and reads a dataset as {@link #load(String, Path, ClassLoader)} does, with options.
     *
     * @throws DatasetException for the same reasons
     */
    public static Dataset load(String location, Path projectDirectory, ClassLoader loader, DatasetOptions options) {
        if (isSynthetic(location)) {
            if (options.conversations()) {
                throw new DatasetException("dataset = \"" + location.strip()
                        + "\" makes prompts of one turn each, and conversations = true runs records turn by turn;"
                        + " leave that out, or name a file with several turns in a record");
            }
            options.requireTimesAsNumbers(location.strip(), DatasetFormat.TEXT);
            return SyntheticPrompts.make(location.strip(), options, PromptStore.USUAL_MEMORY);
        }
        return DatasetReader.read(new DatasetFinder(projectDirectory, loader).find(location), options);
    }

    /**
     * Finds a dataset as {@link #load(String, Path, ClassLoader)} does, without reading it. A copy of its file, under the
     * same name, gives the same prompts.
     *
     * @return empty for synthetic prompts, which have no file
     * @throws DatasetException if there is no such file; the message lists every place looked at
     */
    public static Optional<DatasetSource> find(String location, Path projectDirectory, ClassLoader loader) {
        return isSynthetic(location)
                ? Optional.empty()
                : Optional.of(new DatasetFinder(projectDirectory, loader).find(location));
    }

    private static boolean isSynthetic(String location) {
        return location.strip().startsWith(SyntheticSpec.SCHEME);
    }
}
