package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.Claim;
import dev.llmbench.cluster.Message.Claimed;
import dev.llmbench.cluster.Message.Here;
import dev.llmbench.cluster.Message.Ping;
import dev.llmbench.cluster.Message.Pong;
import dev.llmbench.cluster.Message.Refused;
import dev.llmbench.cluster.Message.Who;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.Versions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a share of the load of a run, for one coordinator at a time. Stops by itself when it loses the coordinator.
 * Thread-safe.
 */
public final class Worker implements Group.Listener, AutoCloseable {
    private static final String BUILD = Build.digest();

    private final WorkerLimits limits;
    private final String name;
    private final Consumer<String> log;
    private volatile @Nullable Group group;
    private @Nullable WorkerRun run;
    private String nonce = UUID.randomUUID().toString();

    /**
     * Creates an idle worker with the name of its machine.
     *
     * @param limits what its operator allows
     * @param log receives a line whenever something happens
     */
    public Worker(WorkerLimits limits, Consumer<String> log) {
        this(limits, host(), log);
    }

    /**
     * Creates an idle worker.
     *
     * @param limits what its operator allows
     * @param name the name to show instead of its machine's
     * @param log receives a line whenever something happens; may quote what a coordinator sent
     */
    public Worker(WorkerLimits limits, String name, Consumer<String> log) {
        this.limits = limits;
        this.name = name;
        this.log = log;
    }

    /** Starts to answer the messages of a group, whose listener must be this worker. */
    public void serve(Group joined) {
        group = joined;
    }

    /** Returns the name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void received(String from, byte[] bytes) {
        Group joined = group;
        if (joined == null || bytes.length == 0) {
            return;
        }
        if (bytes[0] == Message.FILE) {
            WorkerRun claimed = runOf(from);
            if (claimed != null) {
                claimed.file(bytes);
            }
        } else if (bytes[0] == Message.JSON) {
            try {
                received(joined, from, Message.decode(bytes));
            } catch (ConfigurationException e) {
                joined.tell(from, Message.encode(new Refused(String.valueOf(e.getMessage()))));
            } catch (IllegalArgumentException e) {
                log.accept(
                        "A message from " + from + " was ignored because it cannot be read. Is it of another version?");
            }
        }
    }

    private void received(Group joined, String from, Message message) {
        if (message instanceof Who) {
            joined.tell(from, Message.encode(here()));
        } else if (message instanceof Ping ping) {
            joined.tell(from, Message.encode(new Pong(ping.number(), System.nanoTime())));
        } else if (message instanceof Claim claim) {
            joined.tell(from, Message.encode(claimed(joined, from, claim)));
        } else {
            WorkerRun claimed = runOf(from);
            if (claimed != null) {
                claimed.received(message);
            }
        }
    }

    private synchronized @Nullable WorkerRun runOf(String coordinator) {
        return run != null && run.coordinator().equals(coordinator) ? run : null;
    }

    private synchronized Here here() {
        return new Here(
                BUILD,
                Versions.library(),
                name,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                run == null ? "" : run.user(),
                nonce);
    }

    private synchronized Message claimed(Group joined, String from, Claim claim) {
        if (run != null) {
            return new Refused("busy with " + run.user());
        }
        if (!claim.nonce().equals(nonce)) {
            return new Refused("the claim is outdated");
        }
        nonce = UUID.randomUUID().toString();
        run = new WorkerRun(joined, from, claim, limits, log, this::released);
        log.accept("Claimed by " + run.user());
        return new Claimed(claim.run());
    }

    private synchronized void released(WorkerRun over) {
        if (run == over) {
            run = null;
            log.accept("Idle");
        }
    }

    @Override
    public void lost(String member) {
        WorkerRun claimed = runOf(member);
        if (claimed != null) {
            claimed.orphaned();
        }
    }

    /** Ends the load if one is running, and tells its coordinator why. */
    @Override
    public void close() {
        WorkerRun claimed;
        synchronized (this) {
            claimed = run;
        }
        if (claimed != null) {
            claimed.leave();
        }
    }
}
