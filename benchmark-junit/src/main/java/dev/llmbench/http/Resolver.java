package dev.llmbench.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Resolves a server's addresses on a thread of its own, since a name server may take seconds. */
final class Resolver implements AutoCloseable {
    private final String host;
    private final InetAddress @Nullable [] literal;
    private final ExecutorService thread;

    Resolver(String host) {
        this.host = host;
        this.literal = literal(host);
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "llm-load-resolver");
            made.setDaemon(true);
            return made;
        });
    }

    private static InetAddress @Nullable [] literal(String host) {
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            return null;
        }
        try {
            return new InetAddress[] {InetAddress.getByName(host)};
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Returns the address if the host is a literal address; null if it is a name that has to be looked up. */
    InetAddress @Nullable [] known() {
        return literal;
    }

    /** Receives the result of a look-up, on any thread. */
    interface Found {
        void addresses(InetAddress[] addresses);

        void nothing(String why);
    }

    /** Looks up the addresses. */
    void resolve(Found found) {
        try {
            thread.execute(() -> {
                try {
                    found.addresses(InetAddress.getAllByName(host));
                } catch (UnknownHostException e) {
                    found.nothing("the host name cannot be resolved: " + e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            found.nothing("the client was closed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
