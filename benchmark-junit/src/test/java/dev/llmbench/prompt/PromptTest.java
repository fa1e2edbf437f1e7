package dev.llmbench.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.plan.DatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PromptTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void messagesAreCopiedOnTheWayInAndOnTheWayOut() {
        ArrayNode messages = messages();
        ChatPrompt prompt = new ChatPrompt("1", messages, NONE, NONE);

        messages.removeAll();
        ((ObjectNode) prompt.messages().path(0)).put("role", "changed");

        assertThat(prompt.messages()).isEqualTo(messages());
    }

    @Test
    void aTextPromptHasAText() {
        assertThatThrownBy(() -> new TextPrompt("1", "", NONE, NONE)).isInstanceOf(DatasetException.class);
    }

    @Test
    void aPromptHasAName() {
        assertThatThrownBy(() -> new TextPrompt(" ", "a", NONE, NONE)).isInstanceOf(DatasetException.class);
    }

    @Test
    void aLimitIsPositive() {
        assertThatThrownBy(() -> new ChatPrompt("1", messages(), OptionalInt.of(0), NONE))
                .isInstanceOf(DatasetException.class);
    }

    @Test
    void aDatasetHasAPrompt() {
        assertThatThrownBy(() -> new Dataset("empty", "/d/empty.jsonl", List.of()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("\"/d/empty.jsonl\" has no prompt");
    }

    @Test
    void aDatasetHasPromptsOfOneKind() {
        List<Prompt> mixed = List.of(new TextPrompt("1", "a", NONE, NONE), new ChatPrompt("2", messages(), NONE, NONE));

        assertThatThrownBy(() -> new Dataset("mixed", "/d/mixed.jsonl", mixed))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("\"/d/mixed.jsonl\" mixes 1 conversations with 1 texts");
    }

    @Test
    void aDatasetKeepsItsPromptsWhenTheListChanges() {
        List<Prompt> prompts = new ArrayList<>(List.of(new TextPrompt("1", "a", NONE, NONE)));
        Dataset dataset = new Dataset("set", "/d/set.jsonl", prompts);

        prompts.clear();

        assertThat(dataset.prompts()).hasSize(1);
    }

    private static ArrayNode messages() {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        messages.addObject().put("role", "user").put("content", "Hi");
        return messages;
    }
}
