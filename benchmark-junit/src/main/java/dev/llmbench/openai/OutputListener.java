package dev.llmbench.openai;

/** Takes the text that a model generated, where somebody wants it and not only its timing. */
interface OutputListener {

    void content(String text);

    void reasoning(String text);

    /** Takes output that is no text to read: names and arguments of tool calls, and refusals. */
    default void other(String text) {}

    /** An event begins. {@link #takeBack} and {@link #contentWasReasoning} are of the text that comes after it. */
    default void nextEvent() {}

    /** Drops the event's content, its reasoning, or both: it only repeated the text of the events before it. */
    default void takeBack(boolean content, boolean reasoning) {}

    /** The event's content was reasoning. */
    default void contentWasReasoning() {}
}
