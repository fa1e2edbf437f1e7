package dev.llmbench.prompt;

/**
 * How a dataset is read.
 *
 * @param format how its file is written
 * @param tokenizer counts tokens where a length is to be found from a text
 */
public record DatasetOptions(DatasetFormat format, Tokenizer tokenizer) {

    /** The format by the file's content; o200k_base's tokens where jtokkit is on the class path, else estimated ones. */
    public static DatasetOptions ofDefaults() {
        return new DatasetOptions(DatasetFormat.AUTO, Tokenizer.best());
    }

    /** The same with another format. */
    public DatasetOptions withFormat(DatasetFormat other) {
        return new DatasetOptions(other, tokenizer);
    }
}
