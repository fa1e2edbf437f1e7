package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.hc.core5.function.Decorator;
import org.apache.hc.core5.reactor.IOSession;

/**
 * Stamps what HttpClient reads and writes, at the socket and before anything is made of the bytes. Its reactor does not show
 * when its selector was entered, so how late a stamp may be is bounded coarsely: bytes that are read right after what the
 * thread did before may have come since it began, and others while a stall lasted.
 */
final class Stamps implements Decorator<IOSession> {
    /** A thread that does nothing for longer than this was waiting for something to be ready. */
    private static final long WAITED_NANOS = 50_000;

    private static final int SCRATCH = 64 * 1024;

    private final StallLog stalls;
    private final ThreadLocal<OfThread> ofThreads = ThreadLocal.withInitial(OfThread::new);

    Stamps(StallLog stalls) {
        this.stalls = stalls;
    }

    @Override
    public IOSession decorate(IOSession session) {
        return new StampedSession(session, this);
    }

    /** The activity of this thread. */
    OfThread ofThread() {
        return ofThreads.get();
    }

    long now() {
        return stalls.ticker().nanos();
    }

    /** For how many nanoseconds something may have come that was not read, as far as stalls tell. */
    long unreadFor() {
        return stalls.nanosUpTo(now());
    }

    /** The stamps of one thread of the reactor. */
    final class OfThread {
        private final Queue<ApacheExchange> unsent = new ArrayDeque<>(1);
        private final Queue<ApacheExchange> complete = new ArrayDeque<>(1);
        private final byte[] scratch = new byte[SCRATCH];
        private long active = now();
        private long busySince = active;
        private long readAt = active;

        /** The buffer that this thread reads into, until it has passed on the bytes. */
        byte[] scratch() {
            return scratch;
        }

        /** Records that bytes are, or were, ready to be read. */
        void reads() {
            stalls.standStillWhereAsked();
            long now = now();
            if (now - active > WAITED_NANOS) {
                busySince = now - stalls.nanosWithin(active, now);
            }
            readAt = now;
            active = now;
        }

        /** When the last bytes were read. */
        long readAt() {
            return readAt;
        }

        /** How much earlier they may have come. */
        long late() {
            return readAt - busySince;
        }

        /** The thread has done something. */
        void acts() {
            active = now();
        }

        /** The attempt's response has all that was asked for; perhaps its end is among what is read. */
        void completes(ApacheExchange attempt) {
            complete.add(attempt);
        }

        /** All that was read was handed on. */
        void handedOn() {
            for (ApacheExchange attempt = complete.poll(); attempt != null; attempt = complete.poll()) {
                attempt.settles();
            }
        }

        /** The next bytes that are written begin a request. */
        void begins(ApacheExchange attempt) {
            unsent.add(attempt);
        }

        /** Bytes were written. */
        void wrote(long at) {
            for (ApacheExchange begun = unsent.poll(); begun != null; begun = unsent.poll()) {
                begun.sent(at);
            }
            acts();
        }
    }
}
