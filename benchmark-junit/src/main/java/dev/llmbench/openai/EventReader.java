package dev.llmbench.openai;

import org.jspecify.annotations.Nullable;

/** Reads the events of an API's answers, or its whole answers. Not thread-safe: each I/O thread has its own. */
interface EventReader {

    /**
     * Reads one event.
     *
     * @param facts receives the facts from the event
     * @param output receives the generated text; null if it is not needed
     * @return null, or a description of the data if they are not such an event
     */
    @Nullable
    String read(byte[] data, int from, int to, ChunkFacts facts, @Nullable OutputListener output);

    /**
     * Describes the end that an incomplete stream lacks, such as {@code neither [DONE] nor a finish_reason}; null if a
     * stream needs no end.
     */
    @Nullable
    String endDue();

    /** Returns whether all its events are JSON, so that anything else is an error. */
    default boolean readsJson() {
        return false;
    }

    /** Returns whether it uses {@link ChunkFacts#type}. */
    default boolean readsTypes() {
        return false;
    }
}
