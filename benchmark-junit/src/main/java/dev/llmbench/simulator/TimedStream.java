package dev.llmbench.simulator;

import java.io.IOException;

/** A stream of events: a head and role, a token at each time of the schedule, and an end that may be a fault. */
final class TimedStream extends TimedAnswer {

    /** A stream that is far behind yields to others after this many tokens. */
    private static final int TOKENS_AT_ONCE = 64;

    private final byte[] id;
    private final boolean earlyHead;
    private final int wanted;
    private int sent;
    private boolean opened;

    /**
     * @param earlyHead whether the head is sent before the first token is due
     */
    TimedStream(
            Wire wire,
            AnswerPlan plan,
            CompletionRequest request,
            long number,
            boolean closes,
            boolean earlyHead,
            RequestTrace trace) {
        super(wire, plan, request, number, closes, trace);
        this.id = Wire.idBytes(number);
        this.earlyHead = earlyHead;
        this.wanted =
                fault == null ? plan.tokens() : fault == Fault.HANG || fault == Fault.EMPTY_OUTPUT ? 0 : plan.half();
    }

    @Override
    void open(Outbox out) throws IOException {
        if (earlyHead && fault != Fault.HANG) {
            head(out);
        }
    }

    @Override
    int nextToken() {
        return sent;
    }

    @Override
    Progress emit(long now, Outbox out) throws IOException {
        if (fault == Fault.HANG) {
            return Progress.HANGS;
        }
        if (!opened) {
            head(out);
        }
        tokens(now, out);
        boolean ending = sent == wanted && (fault == null || due() - now <= 0);
        return ending ? end(out) : Progress.MORE;
    }

    private void head(Outbox out) throws IOException {
        opened = true;
        trace.status(200);
        out.put(closes ? wire.closingHead : wire.head);
        if (wire.isChat()) {
            out.put(wire.role, id);
        }
    }

    private void tokens(long now, Outbox out) throws IOException {
        long due = due();
        int before = sent;
        int last = Math.min(wanted, sent + TOKENS_AT_ONCE);
        while (sent < last && due() - now <= 0) {
            out.put(wire.token(Words.index(number, sent)), id);
            sent++;
        }
        if (sent > before) {
            trace.tokens(sent - before, now, due);
        }
    }

    private Progress end(Outbox out) throws IOException {
        if (fault == null || fault == Fault.EMPTY_OUTPUT) {
            out.put(plan.capped() && fault == null ? wire.finishLength : wire.finishStop, id);
            if (request.includeUsage()) {
                out.put(wire.usage(request.promptTokens(), sent), id);
            }
            out.put(Wire.DONE);
            out.put(Wire.LAST_CHUNK);
            return Progress.COMPLETE;
        }
        return switch (fault) {
            case RESET_MID_STREAM -> Progress.RESET;
            case CLOSE_MID_STREAM -> Progress.CLOSE;
            case HANG_MID_STREAM -> Progress.HANGS;
            case ERROR_IN_STREAM -> {
                out.put(Wire.IN_STREAM_ERROR);
                out.put(Wire.LAST_CHUNK);
                yield Progress.COMPLETE;
            }
            case MALFORMED_JSON -> {
                out.put(Wire.MALFORMED);
                out.put(Wire.DONE);
                out.put(Wire.LAST_CHUNK);
                yield Progress.COMPLETE;
            }
            case TRUNCATE -> {
                out.put(Wire.LAST_CHUNK);
                yield Progress.COMPLETE;
            }
            case RESET_BEFORE_HEAD, WRONG_CONTENT_TYPE, EMPTY_OUTPUT, HANG ->
                throw new IllegalStateException(fault + " is simulated elsewhere");
        };
    }
}
