package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What each endpoint answers to one request. The model is a stand-in, all else the service as it runs, its filters among it. */
@SpringBootTest
@AutoConfigureWebTestClient
class ChatServiceTest {

    @Autowired
    WebTestClient client;

    @Autowired
    TwoWords model;

    @BeforeEach
    void theModelWorks() {
        model.failing = false;
    }

    @Test
    void completionsAreAStreamInTheShapeOfOpenAi() {
        assertThat(post("/v1/chat/completions", """
                        {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello?"}],
                         "max_tokens": 7, "stream": true, "stream_options": {"include_usage": true}}
                        """))
                .containsSubsequence(
                        "\"object\":\"chat.completion.chunk\"",
                        "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good\"}",
                        "\"delta\":{\"content\":\" day\"}",
                        "\"delta\":{},\"finish_reason\":\"stop\"",
                        "\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}",
                        "data:[DONE]\n\n");
        assertThat(model.asked.messages()).containsExactly(SystemMessage.from("Be brief."), UserMessage.from("Hello?"));
        assertThat(model.asked.maxOutputTokens()).isEqualTo(7);
    }

    @Test
    void usageIsSentOnlyWhereItIsAskedFor() {
        assertThat(post("/v1/chat/completions", """
                        {"messages": [{"role": "user", "content": "Hello?"}], "stream": true}
                        """)).contains("Good").doesNotContain("usage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"messages\": [{\"role\": \"user\", \"content\": \"Hello?\"}]}", "{\"stream\": true}"})
    void aCompletionWithoutStreamOrMessagesIsRefused(String body) {
        client.post()
                .uri("/v1/chat/completions")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void aQuestionIsAnsweredInOneBody() {
        client.post()
                .uri("/ask")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"question\": \"Hello?\"}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"answer\": \"Good day\"}");
    }

    @Test
    void aQuestionIsAnsweredWordByWord() {
        assertThat(post("/ask/stream", "{\"question\": \"Hello?\"}")).isEqualTo("""
                        event:word
                        data:{"text":"Good"}

                        event:word
                        data:{"text":" day"}

                        event:end
                        data:{"tokens":2,"reason":"stop"}

                        """);
    }

    @Test
    void aMissingQuestionIsRefused() {
        client.post()
                .uri("/ask")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void aModelThatFailsIsABadGateway() {
        model.failing = true;

        client.post()
                .uri("/ask")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"question\": \"Hello?\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(502);
    }

    private String post(String path, String body) {
        return new String(client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
                .expectBody()
                .returnResult()
                .getResponseBodyContent());
    }

    @TestConfiguration
    static class Model {
        @Bean
        @Primary
        TwoWords twoWords() {
            return new TwoWords();
        }
    }

    /** Answers everything with two words. */
    static final class TwoWords implements StreamingChatModel {
        boolean failing;
        ChatRequest asked;

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            asked = request;
            if (failing) {
                handler.onError(new IllegalStateException("no room"));
                return;
            }
            PartialResponseContext context = new PartialResponseContext(mock(StreamingHandle.class));
            for (String word : List.of("Good", " day")) {
                handler.onPartialResponse(new PartialResponse(word), context);
            }
            handler.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from("Good day"))
                    .finishReason(FinishReason.STOP)
                    .tokenUsage(new TokenUsage(5, 2))
                    .build());
        }
    }
}
