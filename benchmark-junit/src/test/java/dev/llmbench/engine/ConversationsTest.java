package dev.llmbench.engine;

import static dev.llmbench.engine.VirtualRun.load;
import static dev.llmbench.engine.VirtualRun.stage;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.plan.Limits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Pace;
import dev.llmbench.plan.PromptType;
import dev.llmbench.plan.RequestOptions;
import dev.llmbench.plan.ThinkTime;
import dev.llmbench.prompt.Conversation;
import dev.llmbench.prompt.PromptTraits;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How virtual users run conversations of three turns, in virtual time; each answer takes 30 ms. */
class ConversationsTest {

    @Test
    void aUserRunsAConversationToItsEndBeforeItBeginsAnother() {
        VirtualRun run = answered(load(2, 300, 0, stage(2, 175)));
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2", "1.3 complete", "3.1", "3.2", "3.3 complete");
        assertThat(turnsOf(run, 2)).containsExactly("2.1", "2.2", "2.3 complete", "4.1", "4.2", "4.3 complete");
    }

    @Test
    void aUserThinksBetweenTurnsAndBetweenConversations() {
        VirtualRun run = answered(load(1, 300, 25, stage(1, 200)));
        assertThat(run.scheduledOf(1)).containsExactly(0L, 55L, 110L, 165L);
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2", "1.3 complete", "2.1");
    }

    @Test
    void pacingCountsFromTheStartOfOneTurnToThatOfTheNext() {
        VirtualRun run = answered(with(new Pace(ThinkTime.NONE, Duration.ofMillis(50)), Limits.NONE, 1, 120));
        assertThat(run.scheduledOf(1)).containsExactly(0L, 50L, 100L);
    }

    @Test
    void aConversationWhoseTurnFailsDoesNotGoOn() {
        FakeTransport failing = new FakeTransport(
                        call -> 30_000, true, call -> call.id().endsWith("-2") ? Outcome.HTTP_5XX : Outcome.OK)
                .saying(call -> "yes");
        VirtualRun run = run(load(1, 300, 0, stage(1, 215)), failing);
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2 failed", "2.1", "2.2");
    }

    @Test
    void aConversationWhoseAnswerSaysNothingDoesNotGoOn() {
        VirtualRun run = run(load(1, 300, 0, stage(1, 55)), new FakeTransport(call -> 30_000, true));
        assertThat(turnsOf(run, 1)).containsExactly("1.1 unanswered", "2.1 unanswered");
    }

    @Test
    void theLastAnswerNeedNotSayAnything() {
        FakeTransport transport =
                new FakeTransport(call -> 30_000, true).saying(call -> call.id().endsWith("-3") ? "" : "yes");
        VirtualRun run = run(load(1, 300, 0, stage(1, 85)), transport);
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2", "1.3 complete");
    }

    @Test
    void aUserThatIsToStopFinishesItsTurnAndNotItsConversation() {
        VirtualRun run = answered(load(2, 300, 0, stage(2, 50), stage(1, 0), stage(1, 60)));
        assertThat(turnsOf(run, 2)).containsExactly("2.1", "2.2");
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2", "1.3 complete", "3.1");
    }

    @Test
    void aUserThatComesBackWhileItThoughtBeginsAnotherConversation() {
        VirtualRun run =
                answered(load(1, 300, 100, stage(1, 50), stage(0, 0), stage(0, 20), stage(1, 0), stage(1, 40)));
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "2.1");
    }

    @Test
    void aTurnThatIsCutOffEndsItsConversationUnfinished() {
        VirtualRun run = answered(load(1, 10, 0, stage(1, 45)));
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2 unfinished");
        assertThat(run.withOutcome(Outcome.INTERRUPTED)).hasSize(1);
    }

    @Test
    void aLimitOnRequestsCountsTurns() {
        Limits limits = new Limits(OptionalLong.of(4), OptionalLong.empty());
        VirtualRun run = answered(with(Pace.NONE, limits, 1, 10_000));
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2", "1.3 complete", "2.1");
    }

    @Test
    void aLimitOnTheRequestsOfAUserCountsItsTurns() {
        Limits limits = new Limits(OptionalLong.empty(), OptionalLong.of(2));
        VirtualRun run = answered(with(Pace.NONE, limits, 2, 10_000));
        assertThat(turnsOf(run, 1)).containsExactly("1.1", "1.2");
        assertThat(turnsOf(run, 2)).containsExactly("2.1", "2.2");
    }

    @Test
    void aRunThatReachedItsLimitDoesNotWaitForTurnsThatAreNotSent() throws InterruptedException {
        Limits limits = new Limits(OptionalLong.of(2), OptionalLong.empty());
        VirtualRun run =
                answered(with(new Pace(ThinkTime.fixed(Duration.ofMillis(100)), Duration.ZERO), limits, 1, 10_000));
        assertThat(run.facts().elapsed()).isEqualTo(Duration.ofMillis(160));
    }

    private static VirtualRun answered(Load load) {
        return run(load, new FakeTransport(call -> 30_000, true).saying(call -> "yes"));
    }

    private static VirtualRun run(Load load, FakeTransport transport) {
        return new VirtualRun(plan(load), transport, requests()).toTheEnd();
    }

    private static List<String> turnsOf(VirtualRun run, int user) {
        return run.samples.stream()
                .filter(sample -> sample.user() == user)
                .map(ConversationsTest::turn)
                .toList();
    }

    private static String turn(RequestSample sample) {
        var part = requireNonNull(sample.turn());
        return part.conversation() + "." + part.turn()
                + part.end().map(ConversationEnd::word).map(word -> " " + word).orElse("");
    }

    private static Supplier<PreparedRequest> requests() {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        messages.addObject().put("role", "user").put("content", "Why?");
        PromptTraits traits = new PromptTraits(
                "p", OptionalInt.empty(), OptionalInt.empty(), JsonNodeFactory.instance.objectNode(), List.of());
        Conversation conversation =
                new Conversation(traits, Collections.nCopies(3, new Conversation.Turn(messages, OptionalInt.empty())));
        return () -> PreparedRequest.of(conversation, options());
    }

    private static RequestOptions options() {
        return new RequestOptions(
                PromptType.CHAT,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                JsonNodeFactory.instance.objectNode(),
                true);
    }

    private static LoadPlan plan(Load load) {
        LoadPlan plan = VirtualRun.plan(load, 60_000);
        return new LoadPlan(
                plan.test(),
                plan.dataset(),
                plan.target(),
                options(),
                plan.load(),
                plan.budgets(),
                plan.goodput(),
                plan.early(),
                plan.deadline(),
                plan.acceptsInvalid(),
                plan.evidence(),
                Measuring.NONE.withConversations());
    }

    private static Load with(Pace pace, Limits limits, int users, int millis) {
        return VirtualRun.with(load(users, 300, 0, stage(users, millis)), pace, limits);
    }
}
