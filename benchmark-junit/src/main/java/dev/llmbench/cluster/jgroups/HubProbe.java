package dev.llmbench.cluster.jgroups;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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
            if (hub.isUnresolved()) {
                throw new ConnectException("there is no host of that name");
            }
            socket.connect(hub, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            exchange(key.isPresent() ? secure(socket, key.get(), host, port) : socket);
            return new HubProbe(hub, socket.getLocalAddress());
        } catch (SSLException | EOFException e) {
            throw refused(host, port, key, e);
        } catch (SocketTimeoutException e) {
            throw unreachable(host, port, "there is no answer after " + patience.toSeconds() + " s", e);
        } catch (ConnectException e) {
            throw unreachable(host, port, String.valueOf(e.getMessage()), e);
        } catch (SocketException e) {
            throw refused(host, port, key, e);
        }
    }

    static ConnectException unreachable(String host, int port, String why, Exception cause) {
        ConnectException exception = new ConnectException("The hub at " + host + ":" + port + " cannot be reached: "
                + why + ". Start it, or correct its address, and see that no firewall is in between.");
        exception.initCause(cause);
        return exception;
    }

    private static SSLException refused(String host, int port, Optional<ClusterKey> key, IOException cause) {
        return new SSLException(
                "The hub at " + host + ":" + port + " and this member do not have the same key (" + cause.getMessage()
                        + "). Set " + ClusterKey.VARIABLE + " to the same on all machines; here it is "
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
        if (in.readInt() < 1 || in.readByte() != GossipType.HEARTBEAT.ordinal()) {
            throw new EOFException("that is no hub's answer");
        }
    }
}
