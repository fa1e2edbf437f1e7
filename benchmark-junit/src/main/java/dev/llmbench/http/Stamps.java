package dev.llmbench.http;

import dev.llmbench.sample.StallLog;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.hc.core5.function.Decorator;
import org.apache.hc.core5.reactor.IOSession;

/**
 * Stamps what HttpClient reads and writes, at the socket and before the bytes are processed. Its reactor does not show
 * when its selector was entered, so the possible delay of a stamp is only bounded roughly: bytes that are read right
 * after other activity of the thread may have arrived since that activity began, and others may have arrived during a
 * stall.
 */
final class Stamps implements Decorator<IOSession> {
    /** A thread that did nothing for longer than this was waiting for input or output to be ready. */
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

    /** Returns the activity of the current thread. */
    OfThread ofThread() {
        return ofThreads.get();
    }

    long now() {
        return stalls.ticker().nanos();
    }

    /** Returns for how many nanoseconds unread input may have been waiting, as far as stalls show. */
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

        /** Returns the buffer that this thread reads into until it has passed on the bytes. */
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

        /** Returns when the last bytes were read. */
        long readAt() {
            return readAt;
        }

        /** Returns how much earlier they may have arrived. */
        long late() {
            return readAt - busySince;
        }

        /** Records that the thread has done something. */
        void acts() {
            active = now();
        }

        /**
         * Called when the exchange's response has everything that was requested. Its end may be part of the current
         * input.
         */
        void completes(ApacheExchange attempt) {
            complete.add(attempt);
        }

        /** Called when all input was passed on. */
        void handedOn() {
            for (ApacheExchange attempt = complete.poll(); attempt != null; attempt = complete.poll()) {
                attempt.settles();
            }
        }

        /** Records that the next bytes that are written begin a request. */
        void begins(ApacheExchange attempt) {
            unsent.add(attempt);
        }

        /** Records that bytes were written. */
        void wrote(long at) {
            for (ApacheExchange begun = unsent.poll(); begun != null; begun = unsent.poll()) {
                begun.sent(at);
            }
            acts();
        }
    }
}
