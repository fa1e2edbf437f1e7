package dev.llmbench.cluster.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.cluster.Group;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A member of a cluster, and what it hears. */
final class Inbox implements Group.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String HELLO = "hello";

    /** Short, so that tests need not wait. */
    static final Duration SILENCE = Duration.ofSeconds(2);

    /** A message. */
    record Heard(String from, ByteBuffer bytes) {
        String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
    }

    final JGroupsGroup group;
    final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Set<String> greeted = ConcurrentHashMap.newKeySet();
    private volatile Predicate<String> blocked = from -> false;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Inbox(Hub hub, Optional<ClusterKey> key, String name) throws Exception {
        this.group = JGroupsGroup.join("127.0.0.1", hub.port(), key, name, this, SILENCE);
    }

    /** Waits until all of them know each other. */
    static void meet(Inbox... members) {
        for (Inbox member : members) {
            for (Inbox other : members) {
                await(() -> {
                    other.say(member.group.self(), HELLO);
                    other.group.tellAll(HELLO.getBytes(StandardCharsets.UTF_8));
                    return other == member || member.greeted.contains(other.group.self());
                });
            }
        }
    }

    /** Waits until a member that sends back what it gets does so again. */
    void meetAgain(String member) {
        greeted.remove(member);
        await(() -> {
            say(member, HELLO);
            return greeted.contains(member);
        });
    }

    /** Blocks on what comes from a member, until the gate is opened. */
    void block(String member) {
        gate = new CountDownLatch(1);
        blocked = member::equals;
    }

    void open() {
        blocked = from -> false;
        gate.countDown();
    }

    @Override
    public void received(String from, byte[] message) {
        if (new String(message, 0, Math.min(message.length, 10), StandardCharsets.UTF_8).equals(HELLO)) {
            greeted.add(from);
            return;
        }
        if (blocked.test(from)) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        heard.add(new Heard(from, ByteBuffer.wrap(message)));
    }

    @Override
    public void lost(String member) {
        lost.add(member);
    }

    void say(String to, String text) {
        group.tell(to, text.getBytes(StandardCharsets.UTF_8));
    }

    Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("the next message to %s", group.self()).isNotNull();
        return next;
    }

    List<Heard> next(int count) throws InterruptedException {
        List<Heard> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(next());
        }
        return messages;
    }

    /** Waits until a member is told to be lost; an overloaded machine may lose others in between. */
    void awaitLoss(String member) throws InterruptedException {
        String next = "";
        while (!next.equals(member)) {
            next = lost.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next)
                    .as("the loss of %s, told to %s", member, group.self())
                    .isNotNull();
        }
    }

    static void await(BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time at which to give up").isLessThan(giveUp);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        open();
        group.close();
    }
}
