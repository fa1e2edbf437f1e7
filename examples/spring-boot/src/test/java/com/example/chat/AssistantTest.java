package com.example.chat;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.chat.Assistant.End;
import com.example.chat.Assistant.Piece;
import com.example.chat.Assistant.Said;
import dev.langchain4j.data.message.UserMessage;
import dev.llmbench.simulator.Fault;
import dev.llmbench.simulator.Simulator;
import dev.llmbench.simulator.SimulatorBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** How the service speaks with its model, over a real socket. */
class AssistantTest {
    private final SimulatorBuilder model =
            Simulator.builder().ttft(ofMillis(1)).tpot(ofMillis(1)).outputTokens(1_000);

    @Test
    void saysPieceByPieceWhatTheModelDoes() {
        try (Simulator llm = model.start()) {
            List<Said> said = answer(llm).collectList().block(ofSeconds(10));

            assertThat(said).hasSize(4);
            assertThat(said.subList(0, 3)).hasOnlyElementsOfType(Piece.class);
            assertThat(said.get(3)).isInstanceOfSatisfying(End.class, end -> {
                assertThat(end.reason()).isEqualTo("length");
                assertThat(end.usage().outputTokenCount()).isEqualTo(3);
            });
        }
    }

    @Test
    void aModelThatRefusesIsABadGateway() {
        try (Simulator llm = model.errorRate(1, 503).start()) {
            StepVerifier.create(answer(llm)).verifyErrorSatisfies(AssistantTest::isABadGateway);
        }
    }

    @Test
    void anAnswerThatEndsTooSoonIsNoWholeOne() {
        try (Simulator llm = model.faultRate(1, Fault.TRUNCATE).start()) {
            StepVerifier.create(answer(llm)).expectNextCount(1).verifyErrorSatisfies(AssistantTest::isABadGateway);
        }
    }

    @Test
    void whoLeavesTakesTheModelsWorkWithThem() {
        try (Simulator llm = model.start()) {
            StepVerifier.create(answer(llm, 1_000))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(ofSeconds(10));

            await().until(() -> !llm.log().isEmpty());
            assertThat(llm.log().get(0).finished()).isFalse();
        }
    }

    private static void isABadGateway(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ResponseStatusException.class,
                        status -> assertThat(status.getStatusCode().value()).isEqualTo(502));
    }

    private static Flux<Said> answer(Simulator llm) {
        return answer(llm, 3);
    }

    private static Flux<Said> answer(Simulator llm, int maxTokens) {
        return new Assistant(new ChatApplication().model(llm.url(), "simulated", "none"))
                .answer(List.of(UserMessage.from("Hello?")), maxTokens);
    }
}
