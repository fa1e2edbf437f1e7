package dev.llmbench.openai;

/** Receives the text that a model generates, if it is needed beyond its timing. */
interface OutputListener {

    void content(String text);

    void reasoning(String text);

    /** Receives output other than readable text: names and arguments of tool calls, and refusals. */
    default void other(String text) {}

    /** Starts an event. {@link #takeBack} and {@link #contentWasReasoning} apply to the text that follows. */
    default void nextEvent() {}

    /** Discards the event's content, its reasoning, or both, because it only repeated the text of earlier events. */
    default void takeBack(boolean content, boolean reasoning) {}

    /** Turns the event's content into reasoning. */
    default void contentWasReasoning() {}
}
