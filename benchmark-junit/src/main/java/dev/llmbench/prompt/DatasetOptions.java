package dev.llmbench.prompt;

/**
 * How a dataset is read.
 *
 * @param format how its file is written
 * @param tokenizer counts tokens where a length is to be found from a text
 * @param salted whether each request is to begin with nine words, ten tokens in all, that no other request of the run has, so that no prefix cache serves it
 */
public record DatasetOptions(DatasetFormat format, Tokenizer tokenizer, boolean salted) {

    /** The format by the file's content; o200k_base's tokens where jtokkit is on the class path, else estimated ones; no salt. */
    public static DatasetOptions ofDefaults() {
        return new DatasetOptions(DatasetFormat.AUTO, Tokenizer.best(), false);
    }

    /** The same with another format. */
    public DatasetOptions withFormat(DatasetFormat other) {
        return new DatasetOptions(other, tokenizer, salted);
    }

    /** The same with another tokenizer. */
    public DatasetOptions withTokenizer(Tokenizer other) {
        return new DatasetOptions(format, other, salted);
    }

    /** The same with salt or without. */
    public DatasetOptions withSalt(boolean isSalted) {
        return new DatasetOptions(format, tokenizer, isSalted);
    }
}
