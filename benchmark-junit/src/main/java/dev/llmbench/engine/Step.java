package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.PairPart.Role;
import dev.llmbench.sample.PairPart;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TurnPart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of a round, and what is to follow it. For the engine's thread. */
interface Step {

    PreparedRequest request();

    /** Whether it is sent for the sake of others and enters no metric. */
    default boolean isUnmeasured() {
        return false;
    }

    /** Whether what the answer said decides how it goes on. */
    default boolean heedsAnswer() {
        return false;
    }

    /**
     * The request's sample with its place in the round.
     *
     * @param said what the answer said; empty where that is not heeded
     */
    RequestSample placed(RequestSample sample, String said);

    /** What follows once it has ended so, null where its round is over. */
    @Nullable
    Next next(RequestSample sample, String said);

    /**
     * What follows in a round.
     *
     * @param step the request
     * @param isBackToBack whether it follows at once and was counted with the first; else it follows as the next round would,
     *     and counts for itself
     */
    record Next(Step step, boolean isBackToBack) {}

    /** A request that is a round by itself. */
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
     * A request of a pair of two lengths; what follows does so back to back, however it ended.
     *
     * @param part which request of the pair it is
     * @param then what follows, null after the last
     */
    record OfPair(
            PreparedRequest request, PairPart part, @Nullable OfPair then) implements Step {

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
     * A turn of a conversation; the next one has its answer in the history.
     *
     * @param conversation the conversation, counted from 1
     * @param turn the turn, counted from 1
     */
    record OfTurn(PreparedRequest request, long conversation, int turn) implements Step {

        @Override
        public boolean heedsAnswer() {
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
