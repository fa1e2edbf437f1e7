package dev.llmbench.cluster.jgroups;

import dev.llmbench.cluster.Group;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.TUNNEL;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.DefaultThreadFactory;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.UUID;

/**
 * A group whose members all connect to the same {@link Hub}.
 *
 * <p>A message to all members is sent to each of them separately, since JGroups keeps no order between messages to one member
 * and messages to all. A sender blocks once one megabyte is on its way to a member, until that member takes some of it, is lost,
 * or the group is closed; an interrupt has no effect.
 *
 * <p>A listener may block in {@code received}, which only holds up the sender of that message, but not in {@code lost}.
 */
public final class JGroupsGroup implements Group {
    private static final Logger LOG = System.getLogger(JGroupsGroup.class.getName());
    private static final String CLUSTER = "llmbench";
    private static final String NAME = "name";

    /** A member that is silent for this long is lost. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    /** The number of heartbeats that a member sends in that time. */
    private static final int BEATS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final long MAX_UNTAKEN_BYTES = 1 << 20;
    private static final int UUID_LENGTH = 36;

    private final JChannel channel;
    private final String self;
    private final UFC flowControl;
    private final Listener listener;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private volatile Set<String> members = Set.of();

    private JGroupsGroup(JChannel channel, Address self, Listener listener) {
        this.channel = channel;
        this.self = text(self);
        this.flowControl = channel.getProtocolStack().findProtocol(UFC.class);
        this.listener = listener;
    }

    /**
     * Joins the cluster at a hub. The listener may receive messages just before this returns.
     *
     * @param name the first part of this member's address, such as its host's name
     * @throws java.net.ConnectException if the hub does not answer; another attempt may succeed
     * @throws javax.net.ssl.SSLException if the other side is not a hub with the same key
     */
    public static JGroupsGroup join(
            String hubHost, int hubPort, Optional<ClusterKey> key, String name, Listener listener) throws IOException {
        return join(hubHost, hubPort, key, name, listener, SILENCE);
    }

    /** Joins with another time after which a silent member is lost. */
    static JGroupsGroup join(
            String hubHost, int hubPort, Optional<ClusterKey> key, String name, Listener listener, Duration silence)
            throws IOException {
        JGroupsLogs.quiet();
        HubProbe probe = HubProbe.answer(hubHost, hubPort, key, PATIENCE);
        TUNNEL tunnel = tunnel(probe, key);
        Address self = ExtendedUUID.randomUUID(name).put(NAME, name.getBytes(StandardCharsets.UTF_8));
        JGroupsGroup group = new JGroupsGroup(channel(tunnel, name, self, silence), self, listener);
        try {
            group.channel.setReceiver(group.new Events());
            group.channel.connect(CLUSTER);
            group.joined.complete(null);
        } catch (Exception e) {
            group.close();
            throw HubProbe.unreachable(hubHost, hubPort, String.valueOf(e.getMessage()), e);
        }
        if (tunnel.getStubManager().connectedStubs() == 0) {
            group.close();
            throw HubProbe.unreachable(
                    hubHost, hubPort, "it closed the connection", new SocketException("Connection closed"));
        }
        return group;
    }

    private static JChannel channel(TUNNEL tunnel, String name, Address self, Duration silence) throws IOException {
        long beat = silence.dividedBy(BEATS).toMillis();
        try {
            JChannel channel = new JChannel(
                    tunnel,
                    new PING(),
                    new MERGE3().setMinInterval(beat).setMaxInterval(2 * beat),
                    new FD_ALL3().setTimeout(silence.toMillis()).setInterval(beat),
                    new VERIFY_SUSPECT2().setTimeout(beat),
                    new NAKACK2(),
                    new UNICAST3(),
                    new STABLE(),
                    new GMS().printLocalAddress(false).setJoinTimeout(1000).setLeaveTimeout(1000),
                    // A member that asks for credits would get them for what was not taken yet, so none must ever ask.
                    new UFC()
                            .setMaxCredits(MAX_UNTAKEN_BYTES)
                            .setMaxBlockTime(Duration.ofDays(365).toMillis()),
                    new FRAG4());
            // It would answer anyone who asks, and carry out their commands.
            tunnel.getDiagnosticsHandler().setEnabled(false);
            channel.setName(name);
            channel.addAddressGenerator(() -> self);
            return channel;
        } catch (Exception e) {
            throw new IOException("JGroups cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TUNNEL tunnel(HubProbe probe, Optional<ClusterKey> key) throws IOException {
        TUNNEL tunnel = new TUNNEL()
                .setGossipRouterHosts(probe.hub().getAddress().getHostAddress() + "["
                        + probe.hub().getPort() + "]")
                .setReconnectInterval(500)
                .setTcpNodelay(true);
        tunnel.setValue("heartbeat_interval", 1000L).setValue("heartbeat_timeout", Hub.SILENCE.toMillis());
        tunnel.setBindAddress(probe.local()).setPortRange(0);
        tunnel.setSocketFactory(sockets(key));
        // One thread sends, since there is one connection.
        tunnel.setBundlerType("transfer-queue");
        // A listener that blocks must not hold up acknowledgements, or questions whether this member is alive.
        tunnel.setMessageProcessingPolicy("submit");
        tunnel.useVirtualThreads(false).setThreadFactory(new DefaultThreadFactory("llmbench-cluster", true, true));
        return tunnel;
    }

    private static SocketFactory sockets(Optional<ClusterKey> key) {
        DefaultSocketFactory sockets =
                key.map(k -> new DefaultSocketFactory(k.context())).orElseGet(DefaultSocketFactory::new);
        sockets.setSocketConfigurator(JGroupsGroup::configure);
        return sockets;
    }

    private static void configure(Socket socket) {
        try {
            socket.setSoTimeout((int) Hub.SILENCE.toMillis());
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
        if (socket instanceof SSLSocket secured) {
            secured.setSSLParameters(ClusterKey.parameters());
        }
    }

    private static String text(Address address) {
        UUID uuid = (UUID) address;
        String name = uuid instanceof ExtendedUUID extended
                ? new String(extended.get(NAME), StandardCharsets.UTF_8) + "-"
                : "";
        return name + new java.util.UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private static Address address(String member) {
        java.util.UUID uuid = java.util.UUID.fromString(member.substring(member.length() - UUID_LENGTH));
        return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** Returns whether the hub is connected. If it is not, the group reconnects by itself. */
    public boolean isConnected() {
        return ((TUNNEL) channel.getProtocolStack().getTransport())
                        .getStubManager()
                        .connectedStubs()
                > 0;
    }

    /** Returns the address of this member: a line of text, unique in the cluster. */
    String self() {
        return self;
    }

    @Override
    public void tell(String member, byte[] message) {
        // Messages from a member may arrive before the view that contains it.
        if (lost.contains(member) || !channel.isConnected()) {
            return;
        }
        try {
            channel.send(new BytesMessage(address(member), message));
        } catch (Exception e) {
            if (channel.isConnected()) {
                throw new IllegalStateException("A message to " + member + " cannot be sent", e);
            }
        }
    }

    @Override
    public void tellAll(byte[] message) {
        for (String member : members) {
            if (!member.equals(self)) {
                tell(member, message);
            }
        }
    }

    /** Leaves within two seconds, even if the hub no longer answers. */
    @Override
    public void close() {
        joined.complete(null);
        Thread leaving = new Thread(channel::close, "llmbench-cluster-leaves");
        leaving.setDaemon(true);
        leaving.start();
        try {
            leaving.join(LEAVING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Events implements Receiver {
        @Override
        public void receive(Message message) {
            // Earlier, the listener could not send answers.
            joined.join();
            byte[] bytes = message.hasPayload() ? message.getArray() : new byte[0];
            if (message.getLength() < bytes.length) {
                bytes = Arrays.copyOfRange(bytes, message.getOffset(), message.getOffset() + message.getLength());
            }
            try {
                listener.received(text(message.getSrc()), bytes);
            } catch (RuntimeException | Error e) {
                // JGroups would silently discard it.
                LOG.log(Level.ERROR, "A message from " + text(message.getSrc()) + " was not processed", e);
            }
        }

        @Override
        public void viewAccepted(View view) {
            Set<String> now = new LinkedHashSet<>();
            view.getMembers().forEach(member -> now.add(text(member)));
            lost.removeAll(now);
            List<String> gone =
                    members.stream().filter(member -> !now.contains(member)).toList();
            lost.addAll(gone);
            members = now;
            if (view instanceof MergeView) {
                // The members may disagree on how much is on its way between them.
                flowControl.unblock();
            }
            gone.forEach(listener::lost);
        }
    }
}
