package dev.llmbench.plan;

/** Which of the two request shapes is sent. */
public enum PromptType {
    /** A text to continue, for {@code /v1/completions}. */
    FULL,
    /** Messages to answer, for {@code /v1/chat/completions}. */
    CHAT
}
