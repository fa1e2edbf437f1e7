package dev.llmbench.openai;

/** Takes what a model generated, where somebody wants the text and not only its timing. */
interface OutputListener {

    void content(String text);

    void reasoning(String text);
}
