package dev.llmbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.prompt.TextPrompt;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestsAheadTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void requestsComeInTheirOrderUntilTheLast() {
        try (RequestsAhead ahead = new RequestsAhead(() -> upTo(5), 2)) {
            for (int i = 1; i <= 5; i++) {
                assertThat(ahead.get().promptId()).isEqualTo(Integer.toString(i));
            }
            assertThatThrownBy(ahead::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no further request");
        }
    }

    @Test
    void noMoreAreMadeThanMayBeThereAndOneInHand() throws InterruptedException {
        try (RequestsAhead ahead = new RequestsAhead(() -> upTo(100), 2)) {
            ahead.awaitFull();

            assertThat(made).hasValue(3);
        }
    }

    @Test
    void fewerThanMayBeThereAreNotWaitedFor() throws InterruptedException {
        try (RequestsAhead ahead = new RequestsAhead(() -> upTo(1), 100)) {
            ahead.awaitFull();

            assertThat(ahead.get().promptId()).isEqualTo("1");
        }
    }

    @Test
    void whatKeepsARequestFromBeingMadeIsTheCauseThatWhoeverAsksIsTold() {
        RuntimeException flaw = new IllegalStateException("the disk is gone");
        try (RequestsAhead ahead = new RequestsAhead(
                () -> {
                    throw flaw;
                },
                2)) {
            assertThatThrownBy(ahead::get).hasCause(flaw);
        }
    }

    private Optional<PreparedRequest> upTo(int last) {
        int number = made.incrementAndGet();
        return number > last ? Optional.empty() : Optional.of(request(Integer.toString(number)));
    }

    private static PreparedRequest request(String id) {
        return PreparedRequest.of(
                new TextPrompt(id, "Once", OptionalInt.empty(), OptionalInt.empty()),
                new RequestOptions(
                        PromptType.FULL,
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        JsonNodeFactory.instance.objectNode(),
                        true));
    }
}
