package dev.llmbench.openai;

import org.jspecify.annotations.Nullable;

/** Reads the events of an API's answers, or its whole answers. Not thread-safe: each I/O thread has its own. */
interface EventReader {

    /**
     * Reads one event.
     *
     * @param facts takes what it says
     * @param output takes the generated text, null where nobody wants it
     * @return null, or what the data are instead of such an event
     */
    @Nullable
    String read(byte[] data, int from, int to, ChunkFacts facts, @Nullable OutputListener output);

    /** The end that a complete stream has, in words for a stream without it, such as {@code neither [DONE] nor a finish_reason}; null if a stream needs none. */
    @Nullable
    String endDue();

    /** Whether all its events are JSON, so that what is none is a fault. */
    default boolean readsJson() {
        return false;
    }

    /** Whether it looks at {@link ChunkFacts#type}. */
    default boolean readsTypes() {
        return false;
    }
}
