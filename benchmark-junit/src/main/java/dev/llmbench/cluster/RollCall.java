package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.Here;
import dev.llmbench.cluster.Message.Who;
import dev.llmbench.plan.ConfigurationException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks which workers a cluster has, without claiming any. */
public final class RollCall implements Group.Listener {
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(250);

    /** How long other workers may take to answer once one has. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private static final String UNKNOWN = "unknown";

    private final Map<String, Present> present = new ConcurrentHashMap<>();

    /**
     * A worker, with all texts as it sent them.
     *
     * @param build the digest of its classes; differs between builds of one version
     * @param processors the number of processors; 0 if unknown
     * @param busy who uses it; empty if it is idle
     */
    public record Present(String host, String version, String build, int processors, String java, String busy) {
        private static Present of(Here here) {
            return new Present(here.host(), here.version(), here.build(), here.processors(), here.java(), here.busy());
        }
    }

    /**
     * Waits for the first worker, and then until no more have answered for two seconds.
     *
     * @param group the group of the cluster, whose listener must be this roll call
     * @param patience the longest time to wait
     * @return the workers in the order of their hosts
     */
    public List<Present> take(Group group, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long settled = deadline;
        int known = 0;
        do {
            group.tellAll(Message.encode(new Who()));
            TimeUnit.NANOSECONDS.sleep(Math.min(BETWEEN_CALLS.toNanos(), deadline - System.nanoTime()));
            if (present.size() != known) {
                known = present.size();
                settled = System.nanoTime() + LONGEST_ANSWER.toNanos();
            }
        } while (System.nanoTime() - settled < 0 && System.nanoTime() - deadline < 0);
        return present.values().stream()
                .sorted(Comparator.comparing(Present::host).thenComparing(Present::busy))
                .toList();
    }

    @Override
    public void received(String from, byte[] message) {
        if (message.length == 0 || message[0] != Message.JSON) {
            return;
        }
        try {
            if (Message.decode(message) instanceof Here here) {
                present.put(from, Present.of(here));
            }
        } catch (ConfigurationException e) {
            // The message is meant for another member.
        } catch (IllegalArgumentException e) {
            present.put(from, new Present(from, UNKNOWN, UNKNOWN, 0, UNKNOWN, ""));
        }
    }

    @Override
    public void lost(String member) {
        present.remove(member);
    }
}
