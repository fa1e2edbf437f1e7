package dev.llmbench.run;

import dev.llmbench.openai.PreparedRequest;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates requests on a separate thread before they are due: a long prompt takes milliseconds to create, which would delay
 * the load generator's thread.
 */
final class RequestsAhead implements RequestFeed {
    private static final long LOOK_MILLIS = 50;

    private final Supplier<Optional<PreparedRequest>> source;
    private final BlockingQueue<PreparedRequest> queue;
    private final CountDownLatch full = new CountDownLatch(1);
    private final Thread maker = new Thread(this::make, "llm-load-requests");
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /**
     * Starts creating requests.
     *
     * @param source the requests in order; empty after the last
     * @param capacity the maximum number of requests to hold
     */
    RequestsAhead(Supplier<Optional<PreparedRequest>> source, int capacity) {
        this.source = source;
        this.queue = new ArrayBlockingQueue<>(capacity);
        maker.setDaemon(true);
        maker.start();
    }

    private void make() {
        try {
            for (Optional<PreparedRequest> next = source.get(); next.isPresent() && !closed; next = source.get()) {
                while (!closed && !queue.offer(next.get(), LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    full.countDown();
                }
            }
        } catch (InterruptedException e) {
            closed = true;
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            full.countDown();
        }
    }

    /**
     * Waits until the maximum number of requests, or all of them, have been created.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    void awaitFull() throws InterruptedException {
        full.await();
    }

    @Override
    public PreparedRequest get() {
        try {
            PreparedRequest next = queue.poll();
            while (next == null) {
                requireMore();
                next = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a request", e);
        }
    }

    /** Prevents endless waiting after the last request or a failure. */
    private void requireMore() {
        boolean ended = !maker.isAlive();
        if (ended && queue.isEmpty()) {
            throw new IllegalStateException("there is no further request", failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        maker.interrupt();
    }
}
