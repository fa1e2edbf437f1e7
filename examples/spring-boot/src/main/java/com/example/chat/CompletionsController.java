package com.example.chat;

import com.example.chat.Assistant.End;
import com.example.chat.Assistant.Piece;
import com.example.chat.Assistant.Said;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** Chat completions in the shape of OpenAI's, as a stream. */
@RestController
class CompletionsController {
    private final Assistant assistant;

    CompletionsController(Assistant assistant) {
        this.assistant = assistant;
    }

    record Message(String role, String content) {}

    record StreamOptions(boolean includeUsage) {}

    record Completion(
            @Nullable List<Message> messages,
            @Nullable Integer maxTokens,
            @Nullable Boolean stream,
            @Nullable StreamOptions streamOptions) {

        boolean includesUsage() {
            return streamOptions != null && streamOptions.includeUsage();
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delta(@Nullable String content) {}

    record Choice(int index, Delta delta, @Nullable String finishReason) {}

    record Usage(int promptTokens, int completionTokens, int totalTokens) {
        static Usage of(TokenUsage usage) {
            return new Usage(usage.inputTokenCount(), usage.outputTokenCount(), usage.totalTokenCount());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Chunk(
            String id,
            String object,
            List<Choice> choices,
            @Nullable Usage usage) {}

    @PostMapping("/v1/chat/completions")
    ResponseEntity<Flux<Object>> complete(@RequestBody Completion request) {
        if (!Boolean.TRUE.equals(request.stream())) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "stream has to be true");
        }
        if (request.messages() == null || request.messages().isEmpty()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "messages are missing");
        }
        String id = "chatcmpl-" + UUID.randomUUID();
        List<ChatMessage> messages =
                request.messages().stream().map(CompletionsController::message).toList();
        Flux<Object> chunks = assistant
                .answer(messages, request.maxTokens())
                .concatMapIterable(said -> chunks(id, said, request.includesUsage()))
                .cast(Object.class)
                .concatWithValues("[DONE]");
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(chunks);
    }

    private static ChatMessage message(Message message) {
        return switch (message.role()) {
            case "system" -> SystemMessage.from(message.content());
            case "assistant" -> AiMessage.from(message.content());
            case "user" -> UserMessage.from(message.content());
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "there is no role " + message.role());
        };
    }

    private static List<Chunk> chunks(String id, Said said, boolean withUsage) {
        if (said instanceof Piece piece) {
            return List.of(chunk(id, new Choice(0, new Delta(piece.text()), null)));
        }
        End end = (End) said;
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(chunk(id, new Choice(0, new Delta(null), end.reason())));
        if (withUsage && end.usage() != null) {
            chunks.add(new Chunk(id, "chat.completion.chunk", List.of(), Usage.of(end.usage())));
        }
        return chunks;
    }

    private static Chunk chunk(String id, Choice choice) {
        return new Chunk(id, "chat.completion.chunk", List.of(choice), null);
    }
}
