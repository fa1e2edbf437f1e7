package dev.llmbench.sample;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Accepts samples from any thread without blocking it, and passes them to a sink on a thread of its own so that
 * histograms and files do not slow down the load.
 */
public final class SampleHandOff implements SampleSink, AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SampleSink sink;
    private final Runnable meanwhile;
    private static final int MANY = 20_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<RequestSample> samples = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::feed, "llm-load-recorder");
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * Starts the thread.
     *
     * @param sink is called only by that thread
     * @param meanwhile is run by that thread about fifty times a second and once at the end
     */
    public SampleHandOff(SampleSink sink, Runnable meanwhile) {
        this.sink = sink;
        this.meanwhile = meanwhile;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void accept(RequestSample sample) {
        samples.add(sample);
        waiting.incrementAndGet();
    }

    @Override
    public boolean isBehind() {
        return waiting.get() > MANY && thread.isAlive();
    }

    private void feed() {
        while (!closed) {
            feedAll();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        feedAll();
    }

    private void feedAll() {
        try {
            for (RequestSample sample = samples.poll(); sample != null; sample = samples.poll()) {
                waiting.decrementAndGet();
                sink.accept(sample);
            }
            meanwhile.run();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
    }

    /**
     * Passes on the remaining samples and ends the thread.
     *
     * @throws IllegalStateException if the sink failed
     */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Measurements are kept even if the test is interrupted.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("Samples could not be recorded", failure);
        }
    }
}
