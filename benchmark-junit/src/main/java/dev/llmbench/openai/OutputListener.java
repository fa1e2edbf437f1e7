package dev.llmbench.openai;

/** Takes what a model generated, where somebody wants the text and not only its timing. */
interface OutputListener {

    void content(String text);

    void reasoning(String text);

    /** What is output and no text to read: names and arguments of tool calls, and refusals. */
    default void other(String text) {}
}
