package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TurnPart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a sequence, and its successor. Used by the engine's thread only. */
interface Step {

    PreparedRequest request();

    /** Whether it only prepares other requests and appears in no metric. */
    default boolean isUnmeasured() {
        return false;
    }

    /** Whether the next step depends on the text of the answer. */
    default boolean needsAnswer() {
        return false;
    }

    /**
     * Returns the request's sample with its place in the sequence.
     *
     * @param said the text of the answer; empty if the next step does not depend on it
     */
    RequestSample placed(RequestSample sample, String said);

    /** Returns what follows the ended request; null if the sequence is over. */
    @Nullable
    Next next(RequestSample sample, String said);

    /**
     * The next step of a sequence.
     *
     * @param step the step to take
     * @param isBackToBack whether it follows at once and was counted with the first request; otherwise it follows and counts as
     *     a new sequence would
     */
    record Next(Step step, boolean isBackToBack) {}

    /** A single request. */
    record Single(PreparedRequest request) implements Step {

        @Override
        public RequestSample placed(RequestSample sample, String said) {
            return sample;
        }

        @Override
        public @Nullable Next next(RequestSample sample, String said) {
            return null;
        }
    }

    /**
     * A request of a pair of two lengths; the next one follows back to back, however it ended.
     *
     * @param part the request's place in the pair
     * @param then what follows; null after the last
     */
    record OfPair(
            PreparedRequest request,
            PairPart part,
            @Nullable OfPair then) implements Step {

        @Override
        public boolean isUnmeasured() {
            return part.role() == Role.UNMEASURED;
        }

        @Override
        public RequestSample placed(RequestSample sample, String said) {
            return sample.in(part);
        }

        @Override
        public @Nullable Next next(RequestSample sample, String said) {
            return then == null ? null : new Next(then, true);
        }
    }

    /**
     * A turn of a conversation, whose answer becomes part of the next turn's history.
     *
     * @param conversation the conversation, counted from 1
     * @param turn the turn, counted from 1
     */
    record OfTurn(PreparedRequest request, long conversation, int turn) implements Step {

        @Override
        public boolean needsAnswer() {
            return request.hasNextTurn();
        }

        @Override
        public RequestSample placed(RequestSample sample, String said) {
            return sample.in(new TurnPart(conversation, turn, end(sample, said)));
        }

        private Optional<ConversationEnd> end(RequestSample sample, String said) {
            if (sample.outcome() == Outcome.INTERRUPTED) {
                return Optional.of(ConversationEnd.UNFINISHED);
            }
            if (sample.outcome() != Outcome.OK) {
                return Optional.of(ConversationEnd.FAILED);
            }
            if (!request.hasNextTurn()) {
                return Optional.of(ConversationEnd.COMPLETE);
            }
            return said.isBlank() ? Optional.of(ConversationEnd.UNANSWERED) : Optional.empty();
        }

        @Override
        public @Nullable Next next(RequestSample sample, String said) {
            return end(sample, said).isPresent()
                    ? null
                    : new Next(new OfTurn(request.nextTurn(said), conversation, turn + 1), false);
        }
    }
}
