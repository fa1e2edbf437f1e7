package dev.llmbench.openai;

/** Takes what a model generated, where somebody wants the text and not only its timing. */
interface OutputListener {

    void content(String text);

    void reasoning(String text);

    /** Takes back the last of the content, which only repeated what was said before. */
    default void takeBack(int length) {}

    /** What is output and no text to read: names and arguments of tool calls, and refusals. */
    default void other(String text) {}
}
