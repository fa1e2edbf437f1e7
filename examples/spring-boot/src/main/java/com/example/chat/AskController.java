package com.example.chat;

import com.example.chat.Assistant.End;
import com.example.chat.Assistant.Piece;
import com.example.chat.Assistant.Said;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The service's own endpoints: a question, and its answer at once or word by word. */
@RestController
class AskController {
    private static final int MAX_TOKENS = 200;

    private final Assistant assistant;

    AskController(Assistant assistant) {
        this.assistant = assistant;
    }

    record Question(@Nullable String question) {}

    record Answer(String answer) {}

    record Word(String text) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Total(@Nullable Integer tokens, String reason) {
        static Total of(End end) {
            return new Total(end.usage() == null ? null : end.usage().outputTokenCount(), end.reason());
        }
    }

    @PostMapping("/ask")
    Mono<Answer> ask(@RequestBody Question question) {
        return answer(question)
                .ofType(Piece.class)
                .reduce(new StringBuilder(), (text, piece) -> text.append(piece.text()))
                .map(text -> new Answer(text.toString()));
    }

    /** Events {@code word} with {@code {"text": ...}}, and at last an event {@code end} with {@code {"tokens": ..., "reason": ...}}. */
    @PostMapping("/ask/stream")
    Flux<ServerSentEvent<Object>> stream(@RequestBody Question question) {
        return answer(question).map(AskController::event);
    }

    private Flux<Said> answer(Question asked) {
        String question = asked.question();
        if (question == null || question.isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "question is missing");
        }
        return assistant.answer(List.of(SystemMessage.from("Answer briefly."), UserMessage.from(question)), MAX_TOKENS);
    }

    private static ServerSentEvent<Object> event(Said said) {
        if (said instanceof Piece piece) {
            return ServerSentEvent.<Object>builder(new Word(piece.text()))
                    .event("word")
                    .build();
        }
        return ServerSentEvent.<Object>builder(Total.of((End) said))
                .event("end")
                .build();
    }
}
