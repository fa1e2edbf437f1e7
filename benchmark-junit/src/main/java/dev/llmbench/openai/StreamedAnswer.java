package dev.llmbench.openai;

import static dev.llmbench.sample.Moments.ABSENT;

import dev.llmbench.sample.Outcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events. The content of an event determines which moments it marks. */
final class StreamedAnswer extends Answer implements EventFraming.Listener {
    private static final int LARGEST_EVENT = 4 * 1024 * 1024;

    private final EventReader reader;
    private final EventFraming events;
    private final StrayLines strays = new StrayLines();
    private int eventCount;
    private boolean begun;
    private boolean done;

    // Events whose unknown fields may contain output or something else:
    private int doubtful;
    private long firstDoubtful = ABSENT;
    private long lastDoubtful;
    private long lateFirstDoubtful;
    private long lateLastDoubtful;

    /** Reads a stream of server-sent events. */
    StreamedAnswer(EventReader reader, @Nullable OutputListener output) {
        this(reader, output, false);
    }

    /**
     * Reads a stream of server-sent events or of lines.
     *
     * @param lines whether each line is an event
     */
    StreamedAnswer(EventReader reader, @Nullable OutputListener output, boolean lines) {
        super(output);
        this.reader = reader;
        this.events =
                lines ? new LineEvents(this, LARGEST_EVENT) : new SseReader(this, LARGEST_EVENT, reader.readsTypes());
    }

    /** Returns the number of events so far, including {@code [DONE]}. */
    int eventCount() {
        return eventCount;
    }

    @Override
    boolean isStreamed() {
        return true;
    }

    /** Returns true after {@code [DONE]} or the API's own closing event. */
    @Override
    boolean isComplete() {
        return done || facts.closed;
    }

    @Override
    void read(byte[] bytes, int from, int to, long now, long late) {
        if (isGivenUp()) {
            return;
        }
        begun |= from < to;
        try {
            events.read(bytes, from, to, now, late);
        } catch (EventFraming.TooLarge e) {
            fail(Outcome.MALFORMED, String.valueOf(e.getMessage()));
            giveUp();
        }
    }

    @Override
    public void event(boolean error, byte[] data, int from, int to, long moment, long late) {
        if (isComplete()) {
            return;
        }
        eventCount++;
        if (firstEvent == ABSENT) {
            firstEvent = moment;
        }
        int start = Blanks.end(data, from, to);
        if (start == to) {
            return;
        }
        if (data[start] == '[' && isDone(data, start, Blanks.start(data, start, to))) {
            done = true;
            failByFinishReason();
        } else if (error) {
            fail(Outcome.IN_BAND, ErrorText.of(data, from, to));
        } else {
            chunk(data, from, to, moment, late);
        }
    }

    private static boolean isDone(byte[] data, int from, int to) {
        return Arrays.equals(data, from, to, SseReader.DONE, 0, SseReader.DONE.length);
    }

    @Override
    public void stray(byte[] data, int from, int to) {
        if (!isComplete() && reader.readsJson()) {
            strays.add(data, from, to);
            strays.judgeError(this);
        }
    }

    private void chunk(byte[] data, int from, int to, long moment, long late) {
        facts.nextEvent();
        facts.type = events.type();
        String flaw = reader.read(data, from, to, facts, output);
        if (flaw != null) {
            flawed(data, from, to, flaw);
            return;
        }
        if (facts.error != null) {
            fail(Outcome.IN_BAND, ErrorText.of(facts.error));
        }
        if (facts.unknown && !facts.content && !facts.reasoning) {
            doubtful(moment, late);
        }
        if (facts.reasoning && firstReasoning == ABSENT) {
            firstReasoning = moment;
        }
        if (facts.content && firstContent == ABSENT) {
            firstContent = moment;
            lateContent = late;
        }
        if (facts.reasoning || facts.content) {
            output(moment, late);
        }
    }

    private void flawed(byte[] data, int from, int to, String flaw) {
        if (reader.readsJson()) {
            UnreadableEvent.of(data, from, to, flaw, strays.text()).fail(this, "event " + eventCount + " is ");
            // A stream without blank lines between its events ends all the same.
            int end = Blanks.start(data, from, to);
            int last = end - SseReader.DONE.length;
            done |= last > from && data[last - 1] == '\n' && isDone(data, last, end);
        } else {
            fail(Outcome.MALFORMED, "event " + eventCount + " is " + flaw);
        }
    }

    /** Treats text in an unknown field as output, unless the event names the role. */
    private void doubtful(long moment, long late) {
        if (!facts.role) {
            facts.content = true;
            return;
        }
        if (doubtful == 0) {
            firstDoubtful = moment;
            lateFirstDoubtful = late;
        }
        doubtful++;
        lastDoubtful = moment;
        lateLastDoubtful = late;
    }

    private void output(long moment, long late) {
        if (chunks == 0) {
            lateFirst = late;
            gaps.startsLate(late);
        } else {
            gaps.add(moment - lastToken, late);
        }
        chunks++;
        lastToken = moment;
        lateLast = late;
    }

    /** Falls back to the doubtful events if no other event contained output. */
    private void takeTheDoubtful() {
        if (chunks == 0 && doubtful > 0 && counted().output() > 0) {
            firstContent = firstDoubtful;
            lateContent = lateFirstDoubtful;
            output(firstDoubtful, lateFirstDoubtful);
            if (doubtful > 1) {
                output(lastDoubtful, lateLastDoubtful);
            }
            chunks = doubtful;
        }
    }

    @Override
    void end(long now) {
        endEvents(now);
        facts.settle();
        strays.judge(this);
        failByFinishReason();
        if (hasFailed()) {
            return;
        }
        String due = reader.endDue();
        if (!isComplete() && facts.finishReason == null && due != null) {
            fail(Outcome.TRUNCATED, truncated(due));
            return;
        }
        takeTheDoubtful();
        if (chunks == 0 && counted().output() <= 0) {
            String fields = facts.elsewhere();
            fail(
                    Outcome.EMPTY,
                    saysStatus("the stream contained no output"
                            + (fields.isEmpty() ? "" : ", though text in " + fields)
                            + strays.quote()));
        }
    }

    private String truncated(String due) {
        String ended = "the stream ended after " + eventCount + " events with " + due + strays.quote();
        return begun ? ended : emptyBody() + ": " + ended;
    }

    @Override
    boolean brokeOff(long now) {
        strays.judge(this);
        failByFinishReason();
        return hasFailed();
    }

    private void endEvents(long now) {
        try {
            if (!isGivenUp()) {
                events.end(now);
            }
        } catch (EventFraming.TooLarge e) {
            fail(Outcome.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
