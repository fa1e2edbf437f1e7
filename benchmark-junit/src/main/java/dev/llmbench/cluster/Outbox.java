package dev.llmbench.cluster;

import dev.llmbench.engine.Snapshot;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends the samples of a worker to the coordinator, in order. The load generator never waits for a slow coordinator: messages
 * that it has yet to take are kept in memory and, once there are too many of them, in a file.
 */
final class Outbox implements SampleSink, AutoCloseable {
    static final long MEMORY = 64L << 20;
    static final long SPOOL = 1L << 30;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Consumer<byte[]> send;
    private final Backlog backlog;
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final Thread encoder = new Thread(this::encode, "llm-load-rows");
    private final Thread sender = new Thread(this::sendAll, "llm-load-sender");
    private final CountDownLatch sent = new CountDownLatch(1);
    private final SampleBatch batch = new SampleBatch();
    private long batchedAt = System.nanoTime();
    private long rows;
    private volatile boolean closed;

    private record Finish(LongFunction<Message> last) {}

    /**
     * Starts the threads.
     *
     * @param send sends a message, and blocks while the coordinator is slow
     */
    Outbox(Consumer<byte[]> send, Backlog backlog) {
        this.send = send;
        this.backlog = backlog;
        encoder.setDaemon(true);
        sender.setDaemon(true);
        encoder.start();
        sender.start();
    }

    @Override
    public void accept(RequestSample sample) {
        queue.add(sample);
    }

    /** Sends the state of the run, after the rows so far. */
    void accept(Snapshot snapshot) {
        queue.add(snapshot);
    }

    /** Sends the last message after all rows, and waits until it is sent or the outbox is closed. */
    void finish(LongFunction<Message> last) throws InterruptedException {
        queue.add(new Finish(last));
        sent.await();
    }

    private void encode() {
        try {
            encodeAll();
        } catch (RuntimeException | Error e) {
            backlog.end(Message.encode(new Message.Failed("its rows could not be sent: " + e)));
        }
    }

    private void encodeAll() {
        while (!closed) {
            for (Object next = queue.poll(); next != null; next = queue.poll()) {
                take(next);
            }
            if (System.nanoTime() - batchedAt > LONGEST_NANOS) {
                flush();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void take(Object next) {
        if (next instanceof RequestSample sample) {
            batch.add(sample);
            rows++;
            if (batch.isFull()) {
                flush();
            }
        } else if (next instanceof Snapshot snapshot) {
            flush();
            backlog.add(Message.encode(status(snapshot)));
        } else if (next instanceof Finish finish) {
            flush();
            backlog.end(Message.encode(finish.last().apply(rows)));
        }
    }

    private Message.Status status(Snapshot snapshot) {
        SampleBatch going = new SampleBatch();
        List<byte[]> batches = new ArrayList<>();
        for (RequestSample sample : snapshot.going()) {
            going.add(sample);
            if (going.isFull()) {
                batches.add(going.take());
            }
        }
        if (!going.isEmpty()) {
            batches.add(going.take());
        }
        return new Message.Status(
                snapshot.elapsed(),
                snapshot.level(),
                snapshot.inFlight(),
                snapshot.sent(),
                snapshot.dropped(),
                snapshot.stalls(),
                batches);
    }

    private void flush() {
        batchedAt = System.nanoTime();
        if (batch.isEmpty()) {
            return;
        }
        // Rows that find no room are missed by the coordinator, which knows how many were sent.
        backlog.add(Message.of(Message.ROWS, batch.take()));
    }

    private void sendAll() {
        try {
            for (byte @Nullable [] message = backlog.take(); message != null; message = backlog.take()) {
                send.accept(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                send.accept(Message.encode(new Message.Failed("its rows could not be sent: " + e)));
            }
        } finally {
            sent.countDown();
        }
    }

    /** Discards what has not been sent. */
    @Override
    public void close() {
        closed = true;
        backlog.close();
        sender.interrupt();
    }
}
