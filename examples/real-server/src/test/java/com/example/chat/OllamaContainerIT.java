package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.ollama.OllamaContainer;

/**
 * The same load on Ollama in a container, which fetches its model first: a few gigabytes, and therefore only on request. Skipped
 * where no Docker engine runs.
 */
@EnabledIfSystemProperty(
        named = "llm.container",
        matches = "true",
        disabledReason =
                "Ollama in a container is gigabytes to fetch. Set -Dllm.container=true to have it, with Docker running")
@Testcontainers(disabledWithoutDocker = true)
class OllamaContainerIT extends ShortChatLoad {

    @Container
    static final OllamaContainer ollama = new OllamaContainer("ollama/ollama:0.12.3");

    @BeforeAll
    static void theModelIsThere() throws IOException, InterruptedException {
        ExecResult pull = ollama.execInContainer("ollama", "pull", System.getProperty("llm.model", USUAL_MODEL));
        assertThat(pull.getExitCode()).as(pull.getStderr()).isZero();
    }

    @Override
    String url() {
        return ollama.getEndpoint();
    }
}
