package dev.llmbench.cluster.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three members in one JVM, over TLS. */
class JGroupsGroupTest {
    private static final Optional<ClusterKey> KEY = Optional.of(Keys.KEY);
    private static final int KILOBYTE = 1024;
    private static final int MEGABYTE = 1024 * KILOBYTE;

    private static Hub hub;
    private static Inbox ann;
    private static Inbox bob;
    private static Inbox cid;

    private ExecutorService threads;

    @BeforeAll
    static void join() throws Exception {
        hub = Hub.start(0, KEY);
        ann = new Inbox(hub, KEY, "ann");
        bob = new Inbox(hub, KEY, "bob");
        cid = new Inbox(hub, KEY, "cid");
        Inbox.meet(ann, bob, cid);
    }

    @AfterAll
    static void leave() {
        List.of(cid, bob, ann).forEach(Inbox::close);
        hub.close();
    }

    @BeforeEach
    void startThreads() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void anAddressHasTheNameInIt() {
        assertThat(ann.group.self()).startsWith("ann-");
    }

    @Test
    void messagesOfSeveralThreadsArriveOnceAndInOrder() throws Exception {
        int perThread = 150;
        List<Future<?>> sending = new ArrayList<>();
        for (Inbox from : List.of(ann, bob)) {
            for (Inbox to : List.of(ann, bob, cid)) {
                for (int thread = 0; from != to && thread < 2; thread++) {
                    String prefix = thread + " ";
                    sending.add(threads.submit(() -> {
                        for (int i = 0; i < perThread; i++) {
                            from.say(to.group.self(), prefix + i + " " + "x".repeat(i % 10 == 0 ? 70 * KILOBYTE : i));
                        }
                    }));
                }
            }
        }

        for (Inbox to : List.of(ann, bob, cid)) {
            Map<String, List<Integer>> numbers = new HashMap<>();
            for (Inbox.Heard heard : to.next(to == cid ? 4 * perThread : 2 * perThread)) {
                String[] parts = heard.text().split(" ", -1);
                numbers.computeIfAbsent(heard.from() + " " + parts[0], key -> new ArrayList<>())
                        .add(Integer.valueOf(parts[1]));
            }
            assertThat(numbers.values())
                    .hasSize(to == cid ? 4 : 2)
                    .allSatisfy(list -> assertThat(list)
                            .isEqualTo(IntStream.range(0, perThread).boxed().toList()));
        }
        for (Future<?> sender : sending) {
            sender.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aMessageToAllReachesTheOthersInItsTurn() throws Exception {
        ann.say(bob.group.self(), "first");
        ann.group.tellAll("second".getBytes(StandardCharsets.UTF_8));
        ann.say(bob.group.self(), "third");
        bob.say(ann.group.self(), "only this");

        assertThat(bob.next(3)).extracting(Inbox.Heard::text).containsExactly("first", "second", "third");
        assertThat(cid.next().text()).isEqualTo("second");
        assertThat(ann.next().text()).isEqualTo("only this");
    }

    @Test
    void eightMegabytesAndNothingArriveAsTheyAre() throws Exception {
        byte[] big = new byte[8 * MEGABYTE];
        new Random(1).nextBytes(big);
        ann.group.tell(bob.group.self(), big);
        ann.group.tell(bob.group.self(), new byte[0]);

        assertThat(bob.next().bytes()).isEqualTo(ByteBuffer.wrap(big));
        assertThat(bob.next().text()).isEmpty();
    }

    @Test
    void aReceiverThatBlocksHoldsUpItsSenderAlone() throws Exception {
        int messages = 64;
        AtomicInteger sent = new AtomicInteger();
        bob.block(ann.group.self());
        Future<?> sending = threads.submit(() -> {
            while (sent.get() < messages) {
                ann.group.tell(bob.group.self(), new byte[64 * KILOBYTE]);
                sent.incrementAndGet();
            }
        });

        // Longer than a member may be silent.
        long enough =
                System.nanoTime() + Inbox.SILENCE.multipliedBy(3).dividedBy(2).toNanos();
        for (int i = 0; i < 100 || System.nanoTime() < enough; i++) {
            cid.group.tell(bob.group.self(), new byte[10 * KILOBYTE]);
            assertThat(bob.next().from()).isEqualTo(cid.group.self());
            bob.group.tell(ann.group.self(), new byte[10 * KILOBYTE]);
            assertThat(ann.next().from()).isEqualTo(bob.group.self());
        }
        assertThat(sent.get() * 64 * KILOBYTE).isLessThanOrEqualTo(MEGABYTE);
        assertThat(sending).isNotDone();

        bob.open();
        assertThat(bob.next(messages)).extracting(Inbox.Heard::from).containsOnly(ann.group.self());
        sending.get(1, TimeUnit.MINUTES);
        assertThat(List.of(ann.lost, bob.lost, cid.lost))
                .allSatisfy(lost -> assertThat(lost).isEmpty());
    }

    @Test
    void aMemberThatLeavesIsLostAndReleasesWhoWaitsForIt() throws Exception {
        Inbox dan = new Inbox(hub, KEY, "dan");
        Inbox.meet(ann, bob, cid, dan);
        String address = dan.group.self();
        dan.block(ann.group.self());
        Future<?> sending = threads.submit(() -> {
            for (int i = 0; i < 64; i++) {
                ann.group.tell(address, new byte[64 * KILOBYTE]);
            }
        });
        ann.say(bob.group.self(), "meanwhile");
        assertThat(bob.next().text()).isEqualTo("meanwhile");
        dan.group.close();

        for (Inbox other : List.of(ann, bob, cid)) {
            other.awaitLoss(address);
        }
        sending.get(1, TimeUnit.MINUTES);
        dan.open();
    }

    @Test
    void whatIsSentWhileTheHubIsRestartedArrives() throws Exception {
        Hub before = Hub.start(0, KEY);
        try (Inbox eve = new Inbox(before, KEY, "eve");
                Inbox fay = new Inbox(before, KEY, "fay")) {
            Inbox.meet(eve, fay);
            int messages = 100;
            before.close();
            Future<?> sending = threads.submit(() -> {
                for (int i = 0; i < messages; i++) {
                    eve.say(fay.group.self(), i + " " + "x".repeat(20 * KILOBYTE));
                }
            });
            try (Hub after = Hub.start(before.port(), KEY)) {
                assertThat(after.port()).isEqualTo(before.port());
                assertThat(fay.next(messages))
                        .extracting(heard -> Integer.valueOf(heard.text().split(" ", -1)[0]))
                        .isEqualTo(IntStream.range(0, messages).boxed().toList());
                sending.get(1, TimeUnit.MINUTES);
                assertThat(eve.lost).isEmpty();
                assertThat(fay.lost).isEmpty();
                fay.group.close();
                eve.group.close();
            }
        }
    }
}
