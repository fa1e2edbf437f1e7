package dev.llmbench.simulator;

import java.io.IOException;
import java.util.Arrays;

/** An answer that is not streamed: everything is sent when the last token is due. */
final class TimedWholeAnswer extends TimedAnswer {

    TimedWholeAnswer(
            Wire wire, AnswerPlan plan, CompletionRequest request, long number, boolean closes, RequestTrace trace) {
        super(wire, plan, request, number, closes, trace);
    }

    @Override
    int nextToken() {
        return fault == Fault.EMPTY_OUTPUT ? 0 : plan.tokens() - 1;
    }

    @Override
    Progress emit(long now, Outbox out) throws IOException {
        if (fault == null) {
            return send(whole(plan.tokens()), plan.tokens(), now, out);
        }
        return switch (fault) {
            case HANG, HANG_MID_STREAM -> Progress.HANGS;
            case EMPTY_OUTPUT -> send(whole(0), 0, now, out);
            case ERROR_IN_STREAM -> send(HttpAnswer.errorObject(500, Wire.DEATH), 0, now, out);
            case MALFORMED_JSON -> {
                String body = whole(plan.tokens());
                yield send(body.substring(0, body.length() / 2), 0, now, out);
            }
            case TRUNCATE -> send(wire.truncated(number, Words.text(number, plan.half())), plan.half(), now, out);
            case RESET_MID_STREAM -> sendHalf(Progress.RESET, now, out);
            case CLOSE_MID_STREAM -> sendHalf(Progress.CLOSE, now, out);
            case RESET_BEFORE_HEAD, WRONG_CONTENT_TYPE ->
                throw new IllegalStateException(fault + " is simulated elsewhere");
        };
    }

    private String whole(int tokens) {
        boolean capped = plan.capped() && tokens > 0;
        return wire.whole(number, Words.text(number, tokens), capped, request.promptTokens(), tokens);
    }

    private Progress send(String body, int tokens, long now, Outbox out) throws IOException {
        sent(tokens, now);
        out.put(HttpAnswer.of(200, HttpAnswer.JSON, body, closes));
        return Progress.COMPLETE;
    }

    private Progress sendHalf(Progress then, long now, Outbox out) throws IOException {
        sent(plan.half(), now);
        String body = whole(plan.tokens());
        byte[] answer = HttpAnswer.of(200, HttpAnswer.JSON, body, closes);
        out.put(Arrays.copyOf(answer, answer.length - body.length() / 2));
        return then;
    }

    private void sent(int tokens, long now) {
        trace.status(200);
        if (tokens > 0) {
            trace.tokens(tokens, now, due());
        }
    }
}
