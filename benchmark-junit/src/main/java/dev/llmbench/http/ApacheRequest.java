package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request that HttpClient carries. Its lock serializes the events of its exchange. No thread that holds another
 * lock waits for this one: events that occur meanwhile, such as the end of a write or a cut-off, are left to the thread
 * that holds it.
 */
final class ApacheRequest extends ClientRequest {
    private final ApacheTransport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<@Nullable Written> written = new AtomicReference<>();
    private final AtomicReference<@Nullable String> cut = new AtomicReference<>();
    private @Nullable ApacheExchange attempt;
    private @Nullable ApacheExchange toBegin;

    private record Written(ApacheExchange by, long at) {}

    ApacheRequest(HttpRequest request, HttpExchange exchange, ApacheTransport transport) {
        super(request, exchange);
        this.transport = transport;
    }

    void begin() {
        locked(this::again);
    }

    private void locked(Runnable task) {
        lock.lock();
        release(task);
        settle();
    }

    private void locked(ApacheExchange by, Runnable task) {
        locked(() -> {
            if (isAt(by)) {
                task.run();
            }
        });
    }

    /** Runs a task under the lock, which must be held, and releases the lock. */
    private void release(Runnable task) {
        ApacheExchange begun;
        try {
            noteWritten();
            task.run();
        } finally {
            begun = toBegin;
            toBegin = null;
            lock.unlock();
        }
        if (begun != null) {
            transport.execute(begun);
        }
    }

    private void noteWritten() {
        Written first = written.getAndSet(null);
        if (first != null && isAt(first.by())) {
            guarded(() -> sent(first.at()));
        }
    }

    /** Handles the events that were left to the holder of the lock. */
    private void settle() {
        while ((written.get() != null || cut.get() != null) && !lock.isHeldByCurrentThread() && lock.tryLock()) {
            String why = cut.getAndSet(null);
            ApacheExchange going = attempt;
            boolean cutOff = why != null && !isOver();
            release(() -> {
                if (cutOff) {
                    failed(Outcome.INTERRUPTED, String.valueOf(why));
                }
            });
            if (cutOff && going != null) {
                going.abandon();
            }
        }
    }

    @Override
    public void cut() {
        end("cut off");
    }

    /** Ends the request as interrupted, at once or when the lock is released. */
    void end(String why) {
        cut.set(why);
        settle();
    }

    Future<?> later(Runnable task, long nanos) {
        return transport.later(task, nanos);
    }

    // Events of an exchange; those of an abandoned one are ignored.

    private boolean isAt(ApacheExchange by) {
        return attempt == by && !isOver();
    }

    boolean isWaiting(ApacheExchange by) {
        lock.lock();
        try {
            return isAt(by);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called when a connection was found for the request.
     *
     * @param since when it began to wait for a new connection; empty if it did not
     */
    void takes(ApacheExchange by, OptionalLong since) {
        locked(by, () -> {
            if (since.isPresent()) {
                guarded(() -> connected(since.getAsLong(), transport.now()));
            } else {
                reuses();
            }
        });
    }

    void refused(ApacheExchange by, Outcome outcome, String why) {
        locked(by, () -> failed(outcome, why));
    }

    void sent(ApacheExchange by, long at) {
        written.set(new Written(by, at));
        settle();
    }

    void head(ApacheExchange by, ResponseHead head, Stamps.OfThread stamps) {
        locked(by, () -> {
            heard(stamps.readAt());
            guarded(() -> exchange().head(head, stamps.readAt(), stamps.late()));
        });
    }

    void body(ApacheExchange by, byte[] bytes, Stamps.OfThread stamps) {
        locked(by, () -> {
            heard(stamps.readAt());
            guarded(() -> take(bytes, stamps));
        });
    }

    private void take(byte[] bytes, Stamps.OfThread stamps) {
        try {
            exchange().body(bytes, 0, bytes.length, stamps.readAt(), stamps.late());
        } catch (MalformedResponse e) {
            malformed(Failures.said(e));
        }
    }

    void ended(ApacheExchange by, Stamps.OfThread stamps) {
        locked(by, () -> ended(stamps.readAt(), stamps.late()));
        stamps.acts();
    }

    void notBegun(ApacheExchange by, String why) {
        locked(by, () -> notBegun(why));
    }

    /**
     * Called when the attempt has failed.
     *
     * @param alone whether it was on a connection that carried nothing else, and nothing has arrived since it began
     */
    void broken(ApacheExchange by, ApacheFailure failure, boolean alone) {
        locked(by, () -> {
            switch (failure.kind()) {
                case MALFORMED -> malformed(failure.why());
                case FLAW -> failed(Outcome.CLIENT, "the client failed: " + failure.why());
                case NOT_BEGUN -> notBegun(failure.why());
                case STREAM -> reset(failure.why(), failure.hasHead());
                case CONNECTION -> {
                    if (alone) {
                        unanswered(failure.why(), transport.now());
                    } else {
                        reset(failure.why(), failure.hasHead());
                    }
                }
            }
        });
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    @Override
    void again() {
        ApacheExchange next = new ApacheExchange(this, transport.stamps());
        attempt = next;
        toBegin = next;
    }

    @Override
    void reconnects() {
        transport.countReconnect();
    }

    @Override
    void abandon() {
        ApacheExchange going = attempt;
        if (going != null) {
            going.abandon();
        }
    }

    @Override
    void release() {
        transport.ended(this);
    }

    @Override
    long unreadFor() {
        return transport.stamps().unreadFor();
    }
}
