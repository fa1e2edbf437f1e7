package dev.llmbench.dataset;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a dataset's prompts one by one: into memory while they are few, and all into a file without a name once they are many. Whatever a dataset was written in, packed or in one array,
 * its prompts can thus be taken in any order, and again, from a bounded part of the memory.
 */
final class PromptStore {
    /** What prompts in memory may take in all, roughly: a prompt takes its text twice and some objects. */
    static final long USUAL_MEMORY = 16 << 20;

    private static final int OVERHEAD = 256;

    private final long memory;
    private final List<Prompt> inMemory = new ArrayList<>();
    private long taken;
    private @Nullable SpilledPrompts spilled;

    PromptStore(long memory) {
        this.memory = memory;
    }

    void add(Prompt prompt) {
        byte[] record = StrictJson.bytes(PromptLine.normal(prompt));
        SpilledPrompts file = spilled;
        if (file != null) {
            file.append(record);
            return;
        }
        inMemory.add(prompt);
        taken += OVERHEAD + 2L * record.length;
        if (taken > memory) {
            spill();
        }
    }

    private void spill() {
        SpilledPrompts file = SpilledPrompts.create();
        for (Prompt prompt : inMemory) {
            file.append(StrictJson.bytes(PromptLine.normal(prompt)));
        }
        inMemory.clear();
        spilled = file;
    }

    /** All prompts in their order. None is added afterwards. */
    List<Prompt> prompts() {
        SpilledPrompts file = spilled;
        if (file == null) {
            return inMemory;
        }
        file.finish();
        return file;
    }
}
