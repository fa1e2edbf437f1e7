package dev.llmbench.dataset;

import dev.llmbench.plan.DatasetException;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.Prompt;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for the prompts of a dataset: one kind, and unique ids. */
final class PromptRules {
    /** Only this many ids are remembered, so that a long file does not fill the memory. */
    static final int NAMES_KEPT = 1 << 16;

    private final Map<String, OwnerOfId> idOwners = new HashMap<>();
    private @Nullable KindOfFile kind;
    private boolean mixed;

    private record OwnerOfId(String place, boolean explicit) {}

    private record KindOfFile(String place, Class<? extends Prompt> type) {}

    /**
     * Checks a prompt against those before it.
     *
     * @throws DatasetException if it breaks a rule
     */
    void require(String place, PromptLine line) {
        requireOwnId(place, line);
        requireSameKind(place, line.prompt());
    }

    private void requireOwnId(String place, PromptLine line) {
        String id = line.prompt().id();
        OwnerOfId earlier = idOwners.get(id);
        if (earlier == null) {
            if (idOwners.size() < NAMES_KEPT) {
                idOwners.put(id, new OwnerOfId(place, line.hasOwnId()));
            }
            return;
        }
        if (line.hasOwnId() && earlier.explicit()) {
            throw new DatasetException(
                    "has the \"id\" \"" + id + "\" of " + earlier.place() + "; give each line a unique id");
        }
        throw new DatasetException(
                "can't be distinguished from " + earlier.place() + ": the number of one is the \"id\" \"" + id
                        + "\" of the other; give each line a unique id, or remove all ids");
    }

    private void requireSameKind(String place, Prompt prompt) {
        KindOfFile first = kind;
        if (first == null) {
            kind = new KindOfFile(place, prompt.getClass());
        } else if (first.type() != prompt.getClass() && !mixed) {
            // One report is enough: every further line of this kind would repeat it.
            mixed = true;
            throw new DatasetException("has " + fieldOf(prompt.getClass()) + ", but " + first.place() + " has "
                    + fieldOf(first.type()) + "; put texts and conversations into separate files");
        }
    }

    private static String fieldOf(Class<? extends Prompt> type) {
        if (type == Conversation.class) {
            return "\"turns\"";
        }
        return type == ChatPrompt.class ? "\"messages\"" : "\"prompt\"";
    }
}
