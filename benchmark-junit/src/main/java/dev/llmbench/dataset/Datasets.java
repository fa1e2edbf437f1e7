package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads datasets.
 *
 * <p>The usual dataset is a text file in UTF-8 (a byte order mark and CRLF are tolerated) with one JSON object per
 * line; blank lines are skipped. A line is either a text to continue or a conversation to answer, and all lines of a
 * file are of the same kind:
 *
 * <pre>{@code
 * {"prompt": "The night train to Lisbon was late again", "max_tokens": 100}
 * {"messages": [{"role": "user", "content": "How do tides work?"}], "max_tokens": 100}
 * }</pre>
 *
 * <p>{@code max_tokens} (the answer's limit), {@code prompt_tokens} (the file's own count of the prompt's tokens),
 * {@code id} (unique; the line's number by default), {@code tags} (a text or an array of texts) and, with
 * {@code prompt}, {@code system} are optional and may be {@code null}. The usual fields of a request, such as
 * {@code temperature}, {@code stop} or {@code tools}, are sent with the line's prompt and override the test's own
 * attributes; {@code request}, an object, may contain any others, and a {@code null} in it removes a field. Further
 * fields are ignored. Messages and tools are sent unchanged, to the last digit, except that white space between values
 * and the spelling of escapes and exponents may differ.
 *
 * <p>If records are sent turn by turn ({@link DatasetOptions#conversations()}), a line may have {@code turns} instead
 * of {@code messages}. Each turn is a text of the user, a message (which may have its own {@code max_tokens}), or an
 * object with several {@code messages}; {@code system} is sent before the first. In {@code messages} and in ShareGPT's
 * records, each recorded answer ends a turn and is replaced with the server's own; ShareGPT's turns without a recorded
 * answer are skipped.
 *
 * <pre>{@code
 * {"turns": [{"role": "user", "content": "How do tides work?", "max_tokens": 100}, "And why twice a day?"]}
 * }</pre>
 *
 * <p>{@link DatasetFormat} lists the other formats, which are recognised by the file's first record. A file of any
 * format may be compressed with gzip. A record has at most 16 MiB. Only the first 65,536 ids are checked for
 * duplicates.
 *
 * <p>A dataset of more than about 8 MB is copied to a temporary file (in {@code java.io.tmpdir}) of about its
 * uncompressed size, from which each prompt is read when it is needed. The file disappears with the process at the
 * latest. A dataset of any size therefore takes about 30 MB of memory at most, and a seed results in the same requests
 * as it would in memory.
 *
 * <p>A trace records when requests arrived and how long they were; {@link Dataset#trace()} has its times. Its prompts
 * are generated on demand from the same words as below: each has the number of tokens from the trace, the number of
 * tokens of the answer as {@code max_tokens}, and the number of its record as its id. The same hash id results in the
 * same 512 tokens of text. Requests without input or output are left out.
 *
 * <p>A location such as {@code synthetic:prompt=512+-64,output=128} is not a file: the prompts are generated from
 * common English words. The options, separated by commas, are:
 *
 * <ul>
 *   <li>{@code prompt} and {@code output}: the number of tokens, such as {@code 512} or {@code 512±64} (also
 *   {@code +-}), which is uniform from 448 to 576 or, with {@code shape=normal}, normal with this mean and standard
 *   deviation, cut off at three deviations. {@code output} is optional.
 *   <li>{@code prefix=256@0.8}: the first 256 tokens are the same for 80 % of the prompts (for all of them without
 *   {@code @}), and are part of the prompt's tokens.
 *   <li>{@code count}: the number of prompts (1,000 by default); {@code seed} (0 by default) determines lengths and
 *   words; {@code salt}: see {@link DatasetOptions#salted()}.
 * </ul>
 *
 * <p>The lengths are exact for the tokenizer of the options. Without one, a word counts as a token, as it does in
 * o200k_base and cl100k_base.
 */
public final class Datasets {
    private Datasets() {}

    /**
     * Finds and reads a dataset.
     *
     * <p>A location that starts with {@code classpath:} names a resource. An absolute path names a file. Any other
     * location is looked for in the project directory, then in each of its parent directories up to the outermost one
     * with a {@code pom.xml}, {@code build.gradle[.kts]} or {@code settings.gradle[.kts]} (if none has one, only in the
     * project directory), and then on the class path. The first file found is used.
     *
     * @param location a path, or {@code classpath:} and a resource's name
     * @param projectDirectory the directory of the module under test
     * @param loader looks up resources on the class path
     * @throws DatasetException if there is no such file (the message lists every place searched), or if it can't be
     *     read, has bad lines (the message lists the first ten with their numbers, reasons and remedies) or has no
     *     prompt
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
                        + "\" generates prompts of one turn each, but conversations = true sends records turn by turn;"
                        + " remove that attribute, or name a file with several turns in a record");
            }
            options.requireTimesAsNumbers(location.strip(), DatasetFormat.TEXT);
            return SyntheticPrompts.make(location.strip(), options, PromptStore.USUAL_MEMORY);
        }
        return DatasetReader.read(new DatasetFinder(projectDirectory, loader).find(location), options);
    }

    /**
     * Finds a dataset as {@link #load(String, Path, ClassLoader)} does, without reading it. A copy of its file
     * under the same name contains the same prompts.
     *
     * @return empty for synthetic prompts, which have no file
     * @throws DatasetException if there is no such file; the message lists every place searched
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
