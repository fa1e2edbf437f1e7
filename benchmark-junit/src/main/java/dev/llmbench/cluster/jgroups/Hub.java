package dev.llmbench.cluster.jgroups;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import org.jgroups.stack.GossipRouter;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.DefaultThreadFactory;

/**
 * Forwards the messages between the members of a cluster, which all connect to its port. It keeps no state, so members
 * continue after it was restarted.
 */
public final class Hub implements AutoCloseable {
    /** Members send something every second. A connection that is silent for this long is not that of a member. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** More than any message has, since JGroups splits large ones into fragments of 60 KB. */
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** Enough for what the members may send to one of them before it takes any of it, and a bound if it stalls. */
    private static final int MAX_QUEUED_MESSAGES = 4096;

    private final GossipRouter router;

    private Hub(GossipRouter router) {
        this.router = router;
    }

    /** Starts a hub that only this machine can reach. */
    public static Hub start(int port, Optional<ClusterKey> key) throws IOException {
        return start(InetAddress.getLoopbackAddress(), port, key);
    }

    /**
     * Starts a hub.
     *
     * @param address the address on which it listens
     * @param port the port; 0 for any free one
     * @param key the key that members must have; may be empty only on a loopback address
     */
    public static Hub start(InetAddress address, int port, Optional<ClusterKey> key) throws IOException {
        if (key.isEmpty() && !address.isLoopbackAddress()) {
            throw ConfigurationException.saying("A hub without a key would admit anyone who can reach "
                    + address.getHostAddress() + ". Set " + ClusterKey.VARIABLE + ".");
        }
        JGroupsLogs.quiet();
        try {
            GossipRouter router = new GossipRouter(address, port)
                    .threadPoolFactory(new DefaultThreadFactory("llmbench-hub", true, true))
                    .socketFactory(new DefaultSocketFactory(SocketFactory.getDefault(), new Listening(key)))
                    .maxLength(MAX_MESSAGE_BYTES)
                    .nonBlockingSends(true)
                    .maxSendQueue(MAX_QUEUED_MESSAGES)
                    .jmx(false);
            // It would answer anyone who asks, and carry out their commands.
            router.diagHandler().setEnabled(false);
            return new Hub(router.start());
        } catch (Exception e) {
            throw new IOException(
                    "The hub cannot listen on " + address.getHostAddress() + ":" + port + ": " + e.getMessage()
                            + ". Choose another port, or stop the program that uses this one.",
                    e);
        }
    }

    /** Returns the port on which it listens. */
    public int port() {
        return ((IpAddress) router.localAddress()).getPort();
    }

    @Override
    public void close() {
        // The members are not lost, they only lose this connection.
        router.emitSuspectEvents(false);
        router.stop();
    }

    /** Makes the socket that listens, whose connections end when nothing comes in. */
    private static final class Listening extends ServerSocketFactory {
        private final Optional<ClusterKey> key;

        Listening(Optional<ClusterKey> key) {
            this.key = key;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    Socket accepted = super.accept();
                    try {
                        accepted.setSoTimeout((int) SILENCE.toMillis());
                        return key.isPresent() ? secure(accepted, key.get()) : accepted;
                    } catch (IOException e) {
                        accepted.close();
                        throw e;
                    }
                }
            };
        }

        /** The handshake takes place on the connection's own thread when that first reads. */
        private static Socket secure(Socket accepted, ClusterKey key) throws IOException {
            SSLSocket socket = (SSLSocket) key.context().getSocketFactory().createSocket(accepted, null, true);
            socket.setSSLParameters(ClusterKey.parameters());
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 0);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            ServerSocket socket = createServerSocket();
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        }
    }
}
