package com.example.chat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server that is asked which models it has, before any load goes to it.
 *
 * @param url without a path, such as {@code http://localhost:8000}; empty if none is named
 * @param model the model that is to answer
 */
record RealServer(String url, String model) {
    private static final String WHAT_TO_SET =
            "Set -Dllm.url=http://localhost:8000 (vLLM), :8080 (llama.cpp), :11434 (Ollama)"
                    + " or https://api.openai.com (with OPENAI_API_KEY), and -Dllm.model";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MODELS_SHOWN = 5;

    /** The server of {@code llm.url} and {@code llm.model}, or {@code LLM_URL} and {@code LLM_MODEL} in the environment. */
    static RealServer asGiven(String defaultModel) {
        return new RealServer(
                given("llm.url", "LLM_URL").orElse(""),
                given("llm.model", "LLM_MODEL").orElse(defaultModel));
    }

    private static Optional<String> given(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(text -> !text.isBlank());
    }

    /** Why no load can go to it: what was tried, and what to set. Empty if it serves the model. */
    Optional<String> whatIsMissing() throws InterruptedException {
        if (url.isEmpty()) {
            return Optional.of("No server is named. " + WHAT_TO_SET + ".");
        }
        URI models = URI.create(url + "/v1/models");
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(question(models), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? missingModel(models, answer.body())
                    : Optional.of(models + " answered HTTP " + answer.statusCode() + ". " + WHAT_TO_SET + ".");
        } catch (JacksonException e) {
            return Optional.of(models + " answered no JSON. " + WHAT_TO_SET + ".");
        } catch (IOException e) {
            return Optional.of(models + " did not answer (" + e.getClass().getSimpleName() + "). " + WHAT_TO_SET + ".");
        }
    }

    private static HttpRequest question(URI models) {
        HttpRequest.Builder question = HttpRequest.newBuilder(models).timeout(PATIENCE);
        key(models).ifPresent(key -> question.header("Authorization", "Bearer " + key));
        return question.build();
    }

    /** The key that the load will take too: OpenAI's goes to OpenAI alone. */
    private static Optional<String> key(URI models) {
        Optional<String> forAny = Optional.ofNullable(System.getenv("LLMBENCH_API_KEY"));
        return "api.openai.com".equals(models.getHost())
                ? forAny.or(() -> Optional.ofNullable(System.getenv("OPENAI_API_KEY")))
                : forAny;
    }

    private Optional<String> missingModel(URI models, String answer) throws JacksonException {
        List<String> served = new ObjectMapper().readTree(answer).path("data").findValuesAsText("id");
        if (served.contains(model)) {
            return Optional.empty();
        }
        List<String> shown = served.subList(0, Math.min(MODELS_SHOWN, served.size()));
        return Optional.of(models + " does not list the model " + model + ". Set -Dllm.model to one of its "
                + served.size() + ", such as " + shown + ".");
    }
}
