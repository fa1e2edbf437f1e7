package com.example.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/**
 * Load on the server that {@code -Dllm.url} names: vLLM, llama.cpp, Ollama, OpenAI or any other with their API. Skipped, before
 * anything is sent, where none is named or it does not serve the model.
 */
class RealServerIT extends ShortChatLoad {
    private final RealServer server = RealServer.asGiven(USUAL_MODEL);

    @BeforeEach
    void theServerIsThere() throws InterruptedException {
        Optional<String> missing = server.whatIsMissing();
        // Maven leaves the reason of a skipped test to its reports.
        missing.ifPresent(reason -> System.out.println("Skipped: " + reason));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    @Override
    String url() {
        return server.url();
    }
}
