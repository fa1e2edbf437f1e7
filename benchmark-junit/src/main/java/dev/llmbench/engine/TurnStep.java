package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.sample.ConversationEnd;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.TurnPart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A turn of a conversation; the next one has its answer in the history.
 *
 * @param conversation the conversation, counted from 1
 * @param turn the turn, counted from 1
 */
record TurnStep(PreparedRequest request, long conversation, int turn) implements Step {

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
                : new Next(new TurnStep(request.nextTurn(said), conversation, turn + 1), false);
    }
}
