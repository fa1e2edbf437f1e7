package dev.llmbench.cluster.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Members in JVMs of their own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it does not have these signals")
class LostMemberTest {
    private static final String JOINED = "joined as ";

    @TempDir
    static Path directory;

    private static Hub hub;
    private static Inbox ann;
    private static Inbox bob;
    private static Path key;

    @BeforeAll
    static void join() throws Exception {
        key = Files.write(directory.resolve("cluster.p12"), Base64.getDecoder().decode(Keys.KEY.base64()));
        hub = Hub.start(0, Optional.of(Keys.KEY));
        ann = new Inbox(hub, Optional.of(Keys.KEY), "ann");
        bob = new Inbox(hub, Optional.of(Keys.KEY), "bob");
        Inbox.meet(ann, bob);
    }

    @AfterAll
    static void leave() {
        bob.close();
        ann.close();
        hub.close();
    }

    private static ChildJvm child() throws IOException {
        return ChildJvm.start(
                ChildMember.class,
                List.of(),
                List.of(Integer.toString(hub.port()), key.toString(), Long.toString(Inbox.SILENCE.toMillis())));
    }

    private static String address(ChildJvm child) throws IOException {
        return child.awaitLine(JOINED).substring(JOINED.length());
    }

    private static void echo(String child, String text) throws InterruptedException {
        ann.say(child, text);
        assertThat(ann.next().text()).isEqualTo(text);
    }

    @Test
    void aMemberThatIsKilledIsLost() throws Exception {
        try (ChildJvm child = child()) {
            String address = address(child);
            echo(address, "one");
            child.kill();

            ann.awaitLoss(address);
            bob.awaitLoss(address);
        }
    }

    @Test
    void aMemberThatStandsStillIsLostAndComesBack() throws Exception {
        try (ChildJvm child = child()) {
            String address = address(child);
            echo(address, "one");
            child.signal("STOP");
            ann.awaitLoss(address);
            bob.awaitLoss(address);

            child.signal("CONT");
            ann.meetAgain(address);
            echo(address, "two");
            child.kill();
            ann.awaitLoss(address);
            bob.awaitLoss(address);
        }
    }

    @Test
    void aJvmEndsWhenItsMemberHasLeftAndHasPrintedNothingElse() throws Exception {
        try (ChildJvm child = child()) {
            String address = address(child);
            echo(address, "one");
            child.endInput();

            assertThat(child.ended()).containsExactly(JOINED + address, "left");
            ann.awaitLoss(address);
            bob.awaitLoss(address);
        }
    }
}
