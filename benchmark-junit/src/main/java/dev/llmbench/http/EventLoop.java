package dev.llmbench.http;

import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.StallLog;
import dev.llmbench.sample.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A thread that does all I/O of its connections. It reads and stamps all available input before it processes any of it,
 * so that the content of one stream does not delay the stamp of the next.
 */
final class EventLoop {
    private static final int SCRATCH = 64 * 1024;
    private static final int TASKS_AT_ONCE = 16;
    private static final int READS_BETWEEN_TASKS = 16;
    private static final long CLOSE_PATIENCE_MILLIS = 2_000;

    private final StallLog stalls;
    private final SelectorTurn turn;
    private final Selector selector;
    private final ReadQueue reads;
    private final IdleConnections idle = new IdleConnections();
    private final DrainingResponses draining = new DrainingResponses();
    private final AtomicInteger load = new AtomicInteger();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final byte[] plain = new byte[SCRATCH];
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile long wokenAt;
    private final Queue<ConnectionAttempt> openings = new ArrayDeque<>();
    private final Consumer<SelectionKey> ready = this::ready;
    private final Thread thread = new Thread(this::run);
    private volatile End end = new End(Outcome.INTERRUPTED, "the client was closed");
    private volatile boolean closing;
    private volatile boolean closed;
    private int readsSinceTasks;

    /** The outcome of requests that the loop can no longer carry. */
    record End(Outcome outcome, String why) {
        void of(ClientRequest sending) {
            sending.failed(outcome, why);
        }
    }

    private EventLoop(StallLog stalls, Selector selector) {
        this.stalls = stalls;
        this.turn = new SelectorTurn(stalls);
        this.selector = selector;
        this.reads = new ReadQueue(turn, scratch, this::between);
    }

    static EventLoop open(StallLog stalls) {
        try {
            return new EventLoop(stalls, Selector.open());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot wait for connections", e);
        }
    }

    void start(String name) {
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
    }

    // For any thread.

    /** Runs a task on the loop's thread soon, or on this thread after the end of the loop. */
    void execute(Runnable task) {
        tasks.add(task);
        if (closed) {
            runAllTasks();
        } else if (asleep.compareAndSet(true, false)) {
            wokenAt = ticker().nanos();
            selector.wakeup();
        }
    }

    /**
     * Returns the number of its connections and of its requests without one, each of which may need another connection.
     */
    int load() {
        return load.get();
    }

    /** Changes the number of connections and such requests. */
    void count(int more) {
        load.addAndGet(more);
    }

    IdleConnections idle() {
        return idle;
    }

    /** Returns the draining responses. Only for the loop's thread. */
    DrainingResponses draining() {
        return draining;
    }

    Ticker ticker() {
        return stalls.ticker();
    }

    /** Returns for how many nanoseconds unread input may have been waiting. Only for the loop's thread. */
    long unreadFor() {
        return turn.lateness(turn.now());
    }

    boolean isClosing() {
        return closing;
    }

    End end() {
        return end;
    }

    /** Ends the loop. Every request that it carries fails before this method returns. */
    void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // For the loop's thread.

    private void run() {
        try {
            while (!closing) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Interrupted requests do not count as errors, and a run without these might look fine.
            end = new End(Outcome.CLIENT, "the client failed: " + e);
        } finally {
            finish(end);
        }
    }

    private void turn() throws IOException {
        runTasks(TASKS_AT_ONCE);
        // Otherwise, the flag would end each selection at once.
        Thread.interrupted();
        wokenAt = 0;
        asleep.set(true);
        if (turn.entered(!closing && tasks.isEmpty())) {
            selector.select(ready, millisToNextDeadline());
            asleep.set(false);
        } else {
            asleep.set(false);
            selector.selectNow(ready);
        }
        turn.returned(wokenAt);
        reads.deliver();
        endLateOpenings();
        if (draining.first() != null) {
            draining.endLate(ticker().nanos());
        }
    }

    private void ready(SelectionKey key) {
        stalls.standStillWhereAsked();
        turn.returned(wokenAt);
        if (!key.isValid()) {
            // Its connection was closed after the selection.
            return;
        }
        Connection connection = (Connection) key.attachment();
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            reads.read(connection);
            between();
        }
        if ((ready & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            connection.goOn();
        }
    }

    /** Runs between two reads, so that many readable streams do not delay requests that are due. */
    private void between() {
        if (++readsSinceTasks >= READS_BETWEEN_TASKS) {
            runTasks(TASKS_AT_ONCE);
        }
    }

    private void runTasks(int most) {
        readsSinceTasks = 0;
        for (int i = 0; i < most; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    /**
     * Runs one task at a time: after the end of the loop, any thread may call this, and tasks rely on not running
     * concurrently.
     */
    private synchronized void runAllTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    Selector selector() {
        return selector;
    }

    /** Returns a buffer to gather what is written in one call. Its content is undefined afterwards. */
    ByteBuffer scratch() {
        return scratch;
    }

    /** Returns a buffer for decrypted bytes. The same applies to its content. */
    byte[] plain() {
        return plain;
    }

    // All attempts have the same timeout, so those that began first time out first.

    void watch(ConnectionAttempt opening) {
        openings.add(opening);
    }

    private long millisToNextDeadline() {
        ConnectionAttempt first = openings.peek();
        while (first != null && first.isOver()) {
            openings.remove();
            first = openings.peek();
        }
        Http1 drained = draining.first();
        if (first == null && drained == null) {
            return 0;
        }
        long now = ticker().nanos();
        long left = first == null ? Long.MAX_VALUE : first.deadline() - now;
        return millis(drained == null ? left : Math.min(left, drained.drainsUntil() - now));
    }

    private static long millis(long nanos) {
        return Math.max(1, nanos / 1_000_000 + 1);
    }

    private void endLateOpenings() {
        ConnectionAttempt first = openings.peek();
        while (first != null && (first.isOver() || first.deadline() <= ticker().nanos())) {
            openings.remove();
            first.endLate();
            first = openings.peek();
        }
    }

    private void finish(End why) {
        closing = true;
        runAllTasks();
        List.copyOf(openings).forEach(opening -> opening.interrupt(why));
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((Connection) key.attachment()).interrupt(why);
        }
        try {
            selector.close();
        } catch (IOException e) {
            // It is no longer needed for anything.
        }
        closed = true;
        runAllTasks();
    }
}
