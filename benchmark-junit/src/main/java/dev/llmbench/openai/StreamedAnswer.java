package dev.llmbench.openai;

import static dev.llmbench.metric.Moments.ABSENT;

import dev.llmbench.metric.Outcome;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events: what each event holds decides which moment it is. */
final class StreamedAnswer extends Answer implements Framing.Listener {
    private static final int LARGEST_EVENT = 4 * 1024 * 1024;

    private final EventReader reader;
    private final Framing events;
    private int eventCount;
    private boolean done;

    /** A stream of server-sent events. */
    StreamedAnswer(EventReader reader, @Nullable OutputListener output) {
        this(reader, output, false);
    }

    /**
     * A stream of server-sent events, or of lines.
     *
     * @param lines whether each line is an event
     */
    StreamedAnswer(EventReader reader, @Nullable OutputListener output, boolean lines) {
        super(output);
        this.reader = reader;
        this.events =
                lines ? new LineEvents(this, LARGEST_EVENT) : new SseReader(this, LARGEST_EVENT, reader.readsTypes());
    }

    /** The events so far, {@code [DONE]} among them. */
    int eventCount() {
        return eventCount;
    }

    @Override
    void read(byte[] bytes, int from, int to, long now, long late) {
        if (isGivenUp()) {
            return;
        }
        try {
            events.read(bytes, from, to, now, late);
        } catch (Framing.TooLarge e) {
            fail(Outcome.MALFORMED, String.valueOf(e.getMessage()));
            giveUp();
        }
    }

    @Override
    public void event(boolean error, byte[] data, int from, int to, long moment, long late) {
        eventCount++;
        if (firstEvent == ABSENT) {
            firstEvent = moment;
        }
        if (Arrays.equals(data, from, to, SseReader.DONE, 0, SseReader.DONE.length)) {
            done = true;
        } else if (error) {
            fail(Outcome.IN_BAND, ErrorText.of(data, from, to));
        } else if (!isBlank(data, from, to)) {
            chunk(data, from, to, moment, late);
        }
    }

    private void chunk(byte[] data, int from, int to, long moment, long late) {
        facts.nextEvent();
        facts.type = events.type();
        String flaw = reader.read(data, from, to, facts, output);
        if (flaw != null) {
            fail(Outcome.MALFORMED, "event " + eventCount + " is " + flaw);
            return;
        }
        if (facts.error != null) {
            fail(Outcome.IN_BAND, ErrorText.of(facts.error));
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

    private static boolean isBlank(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] != ' ' && data[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isComplete() {
        return done;
    }

    @Override
    void end(long now) {
        endEvents(now);
        if (hasFailed()) {
            return;
        }
        String due = reader.endDue();
        if (!done && facts.finishReason == null && due != null) {
            fail(Outcome.TRUNCATED, "the stream ended after " + eventCount + " events with " + due);
        } else if (chunks == 0) {
            fail(Outcome.EMPTY, "the stream held no output");
        }
    }

    private void endEvents(long now) {
        try {
            if (!isGivenUp()) {
                events.end(now);
            }
        } catch (Framing.TooLarge e) {
            fail(Outcome.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
