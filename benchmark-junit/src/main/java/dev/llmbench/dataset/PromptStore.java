package dev.llmbench.dataset;

import dev.llmbench.dataset.record.StrictJson;
import dev.llmbench.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores a dataset's prompts: in memory while there are few, and all in a temporary file once there are many. Whatever
 * the dataset's format, its prompts can thus be read in any order, repeatedly, within limited memory.
 */
final class PromptStore {
    /** The approximate memory for prompts: each takes twice the size of its text plus some objects. */
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

    /** Returns all prompts in order. No more may be added. */
    List<Prompt> prompts() {
        SpilledPrompts file = spilled;
        if (file == null) {
            return inMemory;
        }
        file.finish();
        return file;
    }
}
