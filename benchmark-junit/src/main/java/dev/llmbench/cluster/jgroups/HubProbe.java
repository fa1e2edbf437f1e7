package dev.llmbench.cluster.jgroups;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jgroups.stack.GossipData;
import org.jgroups.stack.GossipType;
import org.jgroups.util.ByteArrayDataOutputStream;

/**
 * Checks that a hub answers before JGroups connects to it. Without a hub, or if the hub refuses it, JGroups would silently form
 * a cluster of its own.
 *
 * @param hub the address of the hub that answered
 * @param local this machine's address on the route to it
 */
record HubProbe(InetSocketAddress hub, InetAddress local) {
    /**
     * Waits for an answer.
     *
     * @throws ConnectException if nothing answers in time; another attempt may succeed
     * @throws SSLException if the other side is not a hub with the same key
     */
    static HubProbe answer(String host, int port, Optional<ClusterKey> key, Duration patience) throws IOException {
        InetSocketAddress hub = new InetSocketAddress(host, port);
        try (Socket socket = new Socket()) {
            connect(socket, hub, patience);
            try {
                exchange(key.isPresent() ? secure(socket, key.get(), host, port) : socket);
            } catch (SocketTimeoutException e) {
                throw new ConnectException("there is no answer after " + patience.toSeconds() + " s");
            } catch (IOException e) {
                throw refused(host, port, key, e);
            }
            return new HubProbe(hub, socket.getLocalAddress());
        } catch (ConnectException e) {
            throw unreachable(host, port, String.valueOf(e.getMessage()), e);
        }
    }

    private static void connect(Socket socket, InetSocketAddress hub, Duration patience) throws IOException {
        if (hub.isUnresolved()) {
            throw new ConnectException("there is no host of that name");
        }
        int millis = (int) patience.toMillis();
        try {
            socket.connect(hub, millis);
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            throw new ConnectException(e.getMessage());
        }
        socket.setSoTimeout(millis);
    }

    static ConnectException unreachable(String host, int port, String why, Exception cause) {
        ConnectException exception = new ConnectException("The hub at " + host + ":" + port + " cannot be reached: "
                + why + ". Start it, or correct its address, and make sure that no firewall is in between.");
        exception.initCause(cause);
        return exception;
    }

    private static SSLException refused(String host, int port, Optional<ClusterKey> key, IOException cause) {
        return new SSLException(
                "The hub at " + host + ":" + port + " and this member do not have the same key, or it is not a hub ("
                        + cause.getMessage()
                        + "). Set " + ClusterKey.VARIABLE + " to the same key on all machines; here it is "
                        + key.map(ClusterKey::toString).orElse("not set") + ".",
                cause);
    }

    private static Socket secure(Socket socket, ClusterKey key, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) key.context().getSocketFactory().createSocket(socket, host, port, true);
        secured.setSSLParameters(ClusterKey.parameters());
        secured.startHandshake();
        return secured;
    }

    /** A hub answers a heartbeat with another. By then it has checked this side's certificate. */
    private static void exchange(Socket socket) throws IOException {
        GossipData heartbeat = new GossipData(GossipType.HEARTBEAT);
        ByteArrayDataOutputStream bytes = new ByteArrayDataOutputStream(heartbeat.serializedSize());
        heartbeat.writeTo(bytes);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(bytes.position());
        out.write(bytes.buffer(), 0, bytes.position());
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        if (in.readInt() < 1 || in.readByte() != bytes.buffer()[0]) {
            throw new EOFException("the answer is not that of a hub");
        }
    }
}
