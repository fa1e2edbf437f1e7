package dev.llmbench.prompt;

import java.util.List;

/**
 * The prompts of one file, in the file's order.
 *
 * @param name short, for display: the file's name without its folders and its ending
 * @param location where the prompts were found: an absolute path, or {@code classpath:} and a resource's name
 * @param format what the file is written in
 * @param prompts at least one prompt, all of one kind
 * @param notes what to know of how the prompts were made, such as lengths that were estimated; mostly none
 * @param salted whether each request is to begin with words that no other has, so that no prefix cache serves it
 */
public record Dataset(
        String name, String location, DatasetFormat format, List<Prompt> prompts, List<String> notes, boolean salted) {

    /**
     * Checks and copies the prompts.
     *
     * @throws DatasetException if there is no prompt, or if texts and conversations are mixed
     */
    public Dataset {
        boolean isSpilled = prompts instanceof SpilledPrompts;
        prompts = isSpilled ? prompts : List.copyOf(prompts);
        notes = List.copyOf(notes);
        if (prompts.isEmpty()) {
            throw new DatasetException("dataset = \"" + location
                    + "\" has no prompt; write one JSON object a line, such as " + PromptLine.EXAMPLE);
        }
        // Those in a file were held to one kind when they were written.
        long chats = isSpilled
                ? 0
                : prompts.stream().filter(ChatPrompt.class::isInstance).count();
        if (chats != 0 && chats != prompts.size()) {
            throw new DatasetException("dataset = \"" + location + "\" mixes " + chats + " conversations with "
                    + (prompts.size() - chats) + " texts; make two datasets of it");
        }
    }

    /**
     * Prompts that need no note.
     *
     * @throws DatasetException if there is no prompt, or if texts and conversations are mixed
     */
    public Dataset(String name, String location, List<Prompt> prompts) {
        this(name, location, DatasetFormat.JSONL, prompts, List.of(), false);
    }

    /** Whether the prompts are in memory: those of a large dataset are in a temporary file and read one by one when they are asked for. */
    public boolean isInMemory() {
        return !(prompts instanceof SpilledPrompts);
    }

    /** Whether the prompts are conversations ({@link ChatPrompt}) rather than texts ({@link TextPrompt}). */
    public boolean isChat() {
        return prompts.get(0) instanceof ChatPrompt;
    }
}
