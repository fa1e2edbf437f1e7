package dev.llmbench.prompt;

import java.util.List;

/**
 * The prompts of one file, in the file's order.
 *
 * @param name short, for display: the file's name without its folders and its ending
 * @param location where the prompts were found: an absolute path, or {@code classpath:} and a resource's name
 * @param prompts at least one prompt, all of one kind
 */
public record Dataset(String name, String location, List<Prompt> prompts) {

    /**
     * Checks and copies the prompts.
     *
     * @throws DatasetException if there is no prompt, or if texts and conversations are mixed
     */
    public Dataset {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new DatasetException("dataset = \"" + location
                    + "\" has no prompt; write one JSON object a line, such as " + PromptLine.EXAMPLE);
        }
        long chats = prompts.stream().filter(ChatPrompt.class::isInstance).count();
        if (chats != 0 && chats != prompts.size()) {
            throw new DatasetException("dataset = \"" + location + "\" mixes " + chats + " conversations with "
                    + (prompts.size() - chats) + " texts; make two datasets of it");
        }
    }

    /** Whether the prompts are conversations ({@link ChatPrompt}) rather than texts ({@link TextPrompt}). */
    public boolean isChat() {
        return prompts.get(0) instanceof ChatPrompt;
    }
}
