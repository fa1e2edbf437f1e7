package com.example.chat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** What the model answers, as a stream that nobody has to wait for. */
@Component
class Assistant {
    private final StreamingChatModel model;

    Assistant(StreamingChatModel model) {
        this.model = model;
    }

    sealed interface Said {}

    /** A piece of the answer. */
    record Piece(String text) implements Said {}

    /** The last thing said: why the answer ends, and how long it is where the model says so. */
    record End(String reason, @Nullable TokenUsage usage) implements Said {}

    /** Fails as a bad gateway where the model does, also by an answer that ends too soon. */
    Flux<Said> answer(List<ChatMessage> messages, @Nullable Integer maxTokens) {
        ChatRequest request = ChatRequest.builder()
                .messages(messages)
                .maxOutputTokens(maxTokens)
                .build();
        return Flux.create(sink -> model.chat(request, new Relay(sink)));
    }

    private record Relay(FluxSink<Said> sink) implements StreamingChatResponseHandler {
        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            if (sink.isCancelled()) {
                context.streamingHandle().cancel();
            }
            sink.next(new Piece(piece.text()));
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            if (response.finishReason() == null) {
                onError(new IllegalStateException("the answer was cut off"));
                return;
            }
            sink.next(new End(response.finishReason().name().toLowerCase(Locale.ROOT), response.tokenUsage()));
            sink.complete();
        }

        @Override
        public void onError(Throwable error) {
            sink.error(new ResponseStatusException(HttpStatus.BAD_GATEWAY, "the model failed", error));
        }
    }
}
