package dev.llmbench.dataset;

import dev.llmbench.dataset.trace.Trace;
import dev.llmbench.dataset.trace.TraceTable;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.DatasetFormat;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The prompts of one file, in the file's order.
 *
 * <pre>{@code
 * Dataset dataset = Datasets.load("prompts.jsonl", Path.of(""), Thread.currentThread().getContextClassLoader());
 * }</pre>
 *
 * @param name a short name for display: the file's name without its directories and its extension
 * @param location where the prompts were found: an absolute path, or {@code classpath:} and a resource's name
 * @param format the format of the file
 * @param prompts at least one prompt, all of one kind
 * @param notes notes on how the prompts were created, for example on estimated lengths; usually none
 * @param salted whether each request begins with unique words, so that no prefix cache serves it
 */
public record Dataset(
        String name, String location, DatasetFormat format, List<Prompt> prompts, List<String> notes, boolean salted) {

    /**
     * Checks and copies the prompts.
     *
     * @throws DatasetException if there is no prompt, or if texts and conversations are mixed
     */
    public Dataset {
        boolean isHeld = isHeldElsewhere(prompts);
        prompts = isHeld ? prompts : List.copyOf(prompts);
        notes = List.copyOf(notes);
        if (prompts.isEmpty()) {
            throw new DatasetException("dataset = \"" + location
                    + "\" has no prompt; write one JSON object per line, such as " + PromptLine.EXAMPLE);
        }
        // Prompts in a file were checked when they were written, and those of a trace are always texts.
        long chats = isHeld ? 0 : prompts.stream().filter(Dataset::isChat).count();
        if (chats != 0 && chats != prompts.size()) {
            throw new DatasetException("dataset = \"" + location + "\" mixes " + chats + " conversations with "
                    + (prompts.size() - chats) + " texts; split it into two datasets");
        }
    }

    /**
     * Creates a dataset without notes.
     *
     * @throws DatasetException if there is no prompt, or if texts and conversations are mixed
     */
    public Dataset(String name, String location, List<Prompt> prompts) {
        this(name, location, DatasetFormat.JSONL, prompts, List.of(), false);
    }

    private static boolean isHeldElsewhere(List<Prompt> prompts) {
        return prompts instanceof SpilledPrompts || prompts instanceof TracePrompts;
    }

    /**
     * Returns whether the prompts are in memory. Those of a large dataset are read from a temporary file on demand, and
     * those of a trace are generated on demand.
     */
    public boolean isInMemory() {
        return !isHeldElsewhere(prompts);
    }

    /** Returns the trace; empty if the dataset is not one. Its requests are the prompts, in the same order. */
    public Optional<Trace> trace() {
        return prompts instanceof TracePrompts made ? Optional.of(made.trace()) : Optional.empty();
    }

    /**
     * Returns whether the prompts are conversations ({@link ChatPrompt}, {@link Conversation}) rather than texts
     * ({@link TextPrompt}).
     */
    public boolean isChat() {
        return isChat(prompts.get(0));
    }

    private static boolean isChat(Prompt prompt) {
        return !(prompt instanceof TextPrompt);
    }

    /** Returns a SHA-256 digest of the prompts in hexadecimal; for a trace, of the times and lengths of its requests. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            trace().ifPresentOrElse(
                            trace -> {
                                TraceTable table = trace.table();
                                for (int i = 0; i < table.size(); i++) {
                                    add(
                                            digest,
                                            table.micros(i) + " " + table.inputTokens(i) + " " + table.outputTokens(i));
                                }
                            },
                            () -> prompts.forEach(prompt -> add(digest, prompt.toString())));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
