package dev.llmbench.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmbench.prompt.ChatPrompt;
import dev.llmbench.prompt.Prompt;
import dev.llmbench.prompt.TextPrompt;
import java.util.ArrayList;
import java.util.List;

/** The text that a request shows the model, without the template that a server puts around messages. */
final class PromptText {
    private PromptText() {}

    static String of(Prompt prompt) {
        if (prompt instanceof TextPrompt text) {
            return text.whole();
        }
        return prompt instanceof ChatPrompt chat ? of(chat.messages()) : "";
    }

    static String of(JsonNode messages) {
        List<String> texts = new ArrayList<>();
        messages.forEach(message -> addTexts(message.path("content"), texts));
        return String.join("\n", texts);
    }

    private static void addTexts(JsonNode content, List<String> texts) {
        if (content.isTextual()) {
            texts.add(content.textValue());
        } else {
            content.forEach(part -> addTexts(part.path("text"), texts));
        }
    }
}
