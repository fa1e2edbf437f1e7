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
 * The one port to which all members of a cluster connect, and which passes their messages on. It keeps no state: members
 * that find it restarted go on.
 */
public final class Hub implements AutoCloseable {
    /** Members send something each second. Whoever is silent for so long is no member, or none any more. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** More than any of JGroups' messages, which are cut into pieces of 60 KB. */
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** Enough for what the members may send to one of them before it takes it, bounded where that one stands still. */
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
     * @param address where it listens
     * @param port its port; 0 for any that is free
     * @param key the key that members must have; may only be missing on a loopback address
     */
    public static Hub start(InetAddress address, int port, Optional<ClusterKey> key) throws IOException {
        if (key.isEmpty() && !address.isLoopbackAddress()) {
            throw ConfigurationException.saying("A hub without a key would let anybody in who reaches "
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
            // It answers anybody who asks, and carries out what it is told.
            router.diagHandler().setEnabled(false);
            return new Hub(router.start());
        } catch (Exception e) {
            throw new IOException(
                    "The hub cannot listen on " + address.getHostAddress() + ":" + port + ": " + e.getMessage()
                            + ". Choose another port, or end what uses this one.",
                    e);
        }
    }

    /** Returns the port that it listens on. */
    public int port() {
        return ((IpAddress) router.localAddress()).getPort();
    }

    @Override
    public void close() {
        router.stop();
    }

    /** The members are not lost when the router stops, they only lose this connection. */
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

    /** Makes the socket that listens, whose connections end when nothing comes in. */
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

        /** The handshake takes place when a thread of this connection first reads. */
        private static Socket secure(Socket accepted, ClusterKey key) throws IOException {
            SSLSocket socket = (SSLSocket) key.context().getSocketFactory().createSocket(accepted, null, true);
            socket.setSSLParameters(ClusterKey.parameters());
            return socket;
        }
    }

    /** Sends small messages at once. The router would hold them back until large ones are acknowledged. */
    private static final class Undelayed extends Socket {
        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            super.setTcpNoDelay(true);
        }
    }
}
