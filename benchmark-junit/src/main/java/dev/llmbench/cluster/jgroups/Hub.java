package dev.llmbench.cluster.jgroups;

import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
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
            GossipRouter router = new Router(address, port)
                    .threadPoolFactory(new DefaultThreadFactory("llmbench-hub", true, true))
                    .socketFactory(new Listening(key))
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
        router.stop();
    }

    /** When it stops, the members only lose their connections; it must not report them as lost. */
    static final class Router extends GossipRouter {
        Router(InetAddress address, int port) throws Exception {
            super(address, port);
        }

        @Override
        public void stop() {
            emitSuspectEvents(false);
            super.stop();
        }
    }

    /** Creates the server socket. Connections on which nothing arrives for too long are closed. */
    private static final class Listening extends DefaultSocketFactory {
        private final Optional<ClusterKey> key;

        Listening(Optional<ClusterKey> key) {
            this.key = key;
        }

        @Override
        public ServerSocket createServerSocket(String service) throws IOException {
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    Socket accepted = new Undelayed();
                    implAccept(accepted);
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
    }

    /** Sends small messages at once. The router would delay them until large ones are acknowledged. */
    private static final class Undelayed extends Socket {
        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            super.setTcpNoDelay(true);
        }
    }
}
