package dev.llmbench.cluster.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.llmbench.cluster.Group;
import dev.llmbench.plan.ConfigurationException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may come in, and what the others are told. */
class HubTest {
    private static final String LOCALHOST = "127.0.0.1";
    private static final Optional<ClusterKey> KEY = Optional.of(Keys.KEY);
    private static final int GIGABYTE = 1 << 30;

    private static Hub hub;
    private static Inbox first;
    private static Inbox second;

    @BeforeAll
    static void join() throws Exception {
        hub = Hub.start(0, KEY);
        first = new Inbox(hub, KEY, "first");
        second = new Inbox(hub, KEY, "second");
        Inbox.meet(first, second);
    }

    @AfterAll
    static void leave() {
        second.close();
        first.close();
        hub.close();
    }

    @AfterEach
    void theHubServesItsMembers() throws Exception {
        first.say(second.group.self(), "still there?");
        assertThat(second.next().text()).isEqualTo("still there?");
        assertThat(first.lost).isEmpty();
    }

    private static void join(int port, Optional<ClusterKey> key) throws IOException {
        JGroupsGroup.join(LOCALHOST, port, key, "stranger", new Group.Listener() {
                    @Override
                    public void received(String from, byte[] message) {}

                    @Override
                    public void lost(String member) {}
                })
                .close();
    }

    @Test
    void aMemberWithAnotherKeyIsRefused() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> join(hub.port(), Optional.of(Keys.OTHER)))
                .withMessageContaining(LOCALHOST + ":" + hub.port())
                .withMessageContaining("do not have the same key")
                .withMessageContaining("Set LLMBENCH_CLUSTER_KEY to the same key on all machines")
                .withMessageContaining(Keys.OTHER.toString());
    }

    @Test
    void aMemberWithoutAKeyIsRefused() {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> join(hub.port(), Optional.empty()))
                .withMessageContaining("here it is not set");
    }

    @Test
    void aHubWithoutAKeyIsRefusedByAMemberWithOne() throws Exception {
        try (Hub plain = Hub.start(0, Optional.empty())) {
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> join(plain.port(), KEY))
                    .withMessageContaining("do not have the same key");
            join(plain.port(), Optional.empty());
        }
    }

    @Test
    void anOlderProtocolIsRefused() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Keys.KEY.context().getSocketFactory().createSocket(LOCALHOST, hub.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatIOException().isThrownBy(socket::startHandshake).withMessageContaining("protocol_version");
        }
    }

    @Test
    void whatIsNoMemberIsCutOff() throws Exception {
        for (String garbage :
                new String[] {"GET / HTTP/1.1\r\n\r\n", "\0".repeat(100), "\u0016\u0003\u0001\u00ff\u00ff"}) {
            assertThat(answer(plainly(hub), garbage.getBytes(StandardCharsets.ISO_8859_1)))
                    .as("answer to %s", garbage)
                    .isLessThan(100);
        }
    }

    @Test
    void aMessageThatClaimsToBeAGigabyteLongIsCutOff() throws Exception {
        assertThat(answer(plainly(hub), length(GIGABYTE))).isLessThan(100);
        SSLSocket member = (SSLSocket) Keys.KEY.context().getSocketFactory().createSocket(LOCALHOST, hub.port());
        assertThat(answer(member, length(GIGABYTE))).isLessThan(100);
        try (Hub plain = Hub.start(0, Optional.empty())) {
            assertThat(answer(plainly(plain), length(GIGABYTE))).isLessThan(100);
            join(plain.port(), Optional.empty());
        }
    }

    private static Socket plainly(Hub hub) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), hub.port());
    }

    private static byte[] length(int bytes) {
        return ByteBuffer.allocate(100).putInt(bytes).array();
    }

    /** Sends bytes, and returns how many come back until the connection ends. */
    private static int answer(Socket socket, byte[] bytes) throws IOException {
        try (socket) {
            new DataOutputStream(socket.getOutputStream()).write(bytes);
            socket.getOutputStream().flush();
            try {
                return socket.getInputStream().readAllBytes().length;
            } catch (IOException reset) {
                return 0;
            }
        }
    }

    @Test
    void aHubThatIsNotThereIsNamed() throws Exception {
        int free;
        try (ServerSocket nobody = new ServerSocket(0)) {
            free = nobody.getLocalPort();
        }
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> join(free, KEY))
                .withMessageContaining("The hub at 127.0.0.1:" + free + " cannot be reached: Connection refused")
                .withMessageContaining("Start it, or correct its address");
    }

    @Test
    void aHubThatDoesNotAnswerIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> HubProbe.answer(LOCALHOST, silent.getLocalPort(), KEY, Duration.ofSeconds(1)))
                    .withMessageContaining("there is no answer after 1 s");
        }
    }

    @Test
    void aHubWithoutAKeyListensOnThisMachineOnly() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Hub.start(InetAddress.getByName("0.0.0.0"), 0, Optional.empty()))
                .withMessageContaining("Set LLMBENCH_CLUSTER_KEY");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> Hub.start(hub.port(), KEY))
                .withMessageContaining("127.0.0.1:" + hub.port())
                .withMessageContaining("Choose another port");
    }
}
