package dev.llmbench.simulator;

import java.io.IOException;
import java.lang.System.Logger;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server's only thread, which handles sockets that are ready and steps that are due. */
final class SimulatorLoop implements Runnable {

    private static final Logger LOGGER = System.getLogger(SimulatorLoop.class.getName());
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * The selector only waits for whole milliseconds. The last one is slept in slices, between which sockets are
     * checked.
     */
    private static final long SLICE = TimeUnit.MICROSECONDS.toNanos(200);

    private record Timer(long due, ClientConnection connection) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.signum(due - other.due);
        }
    }

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey accepting;
    private final RequestRouter desk;
    private final RequestLog log;
    private final Slots<ClientConnection> slots;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(64 << 10);

    /**
     * When the sockets of the current selection became ready. A later reading of the clock would include the loop's own
     * work.
     */
    private long readyAt;

    private boolean anyReady;
    private volatile long pausedUntil = System.nanoTime();
    private volatile boolean open = true;

    SimulatorLoop(
            Selector selector,
            ServerSocketChannel listener,
            SimulatorSettings settings,
            RequestRouter desk,
            RequestLog log)
            throws IOException {
        this.selector = selector;
        this.listener = listener;
        this.desk = desk;
        this.log = log;
        this.slots = new Slots<>(settings.capacity(), settings.queueLimit());
        this.accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void run() {
        try {
            while (open) {
                standStill();
                select();
                stepAllDue();
            }
        } catch (IOException e) {
            LOGGER.log(Logger.Level.ERROR, "the simulator's selector failed", e);
        } finally {
            closeAll();
        }
    }

    /** Sets the end of a pause. Until then, no request is accepted and no token is sent. */
    void pauseUntil(long moment) {
        pausedUntil = moment;
        selector.wakeup();
    }

    void stop() {
        open = false;
        selector.wakeup();
    }

    void schedule(ClientConnection connection, long due) {
        timers.add(new Timer(due, connection));
    }

    Slots.Entry enter(ClientConnection connection) {
        Slots.Entry entry = slots.enter(connection);
        log.occupancy(slots.inside(), slots.queued());
        return entry;
    }

    void leave(ClientConnection connection) {
        slots.leave(connection).ifPresent(next -> next.start(System.nanoTime()));
        log.occupancy(slots.inside(), slots.queued());
    }

    void served(RequestTrace trace, boolean finished) {
        log.served(trace.served(finished));
    }

    void forget(ClientConnection connection) {
        connections.remove(connection);
        timers.removeIf(timer -> timer.connection() == connection);
        if (accepting.isValid()) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void standStill() {
        long left = pausedUntil - System.nanoTime();
        while (open && left > 0) {
            LockSupport.parkNanos(left);
            left = pausedUntil - System.nanoTime();
        }
    }

    private void select() throws IOException {
        anyReady = false;
        Timer next = timers.peek();
        if (next == null) {
            selector.select(this::ready);
            return;
        }
        long wait = next.due() - System.nanoTime();
        if (wait >= MILLISECOND) {
            selector.select(this::ready, wait / MILLISECOND);
            return;
        }
        if (wait > 0) {
            LockSupport.parkNanos(Math.min(wait, SLICE));
        }
        selector.selectNow(this::ready);
    }

    private void ready(SelectionKey key) {
        if (!anyReady) {
            anyReady = true;
            readyAt = System.nanoTime();
        }
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof ClientConnection connection) {
            guarded(connection, () -> {
                if (key.isWritable()) {
                    connection.write();
                }
                if (key.isValid() && key.isReadable()) {
                    connection.read(incoming, readyAt);
                }
            });
        } else {
            accept();
        }
        // A burst of requests must not delay the tokens of running streams.
        stepAllDue();
    }

    private void stepAllDue() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.due() - now <= 0; next = timers.peek()) {
            ClientConnection connection = timers.remove().connection();
            guarded(connection, () -> connection.step(System.nanoTime()));
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey own = channel.register(selector, SelectionKey.OP_READ);
                ClientConnection connection = new ClientConnection(channel, own, this, desk, outgoing);
                own.attach(connection);
                connections.add(connection);
            }
        } catch (IOException e) {
            // Usually out of descriptors. The listener stays ready, so trying again before one is freed would spin.
            LOGGER.log(Logger.Level.WARNING, "the simulator accepts no more connections", e);
            accepting.interestOps(0);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void guarded(ClientConnection connection, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            outgoing.clear();
            connection.abandon();
        } catch (RuntimeException e) {
            LOGGER.log(Logger.Level.ERROR, "the simulator failed at a request and closes its connection", e);
            outgoing.clear();
            connection.abandon();
        }
    }

    private void closeAll() {
        open = false;
        List.copyOf(connections).forEach(ClientConnection::abandon);
        try (selector;
                listener) {
            listener.close();
        } catch (IOException e) {
            LOGGER.log(Logger.Level.WARNING, "the simulator's socket could not be closed", e);
        }
    }
}
