package com.example.chat;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A chat service before an OpenAI-compatible model. */
@SpringBootApplication
class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    StreamingChatModel model(
            @Value("${llm.url}") String url, @Value("${llm.model}") String name, @Value("${llm.api-key}") String key) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url + "/v1")
                .apiKey(key)
                .modelName(name)
                .httpClientBuilder(new WebClientTransport.Builder())
                .build();
    }
}
