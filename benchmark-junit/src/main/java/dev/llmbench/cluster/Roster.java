package dev.llmbench.cluster;

import dev.llmbench.cluster.Coordinator.Event;
import dev.llmbench.cluster.Message.Claim;
import dev.llmbench.cluster.Message.Claimed;
import dev.llmbench.cluster.Message.Here;
import dev.llmbench.cluster.Message.Refused;
import dev.llmbench.cluster.Message.Release;
import dev.llmbench.cluster.Message.Who;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Durations;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The workers of a cluster, of which a run claims as many as it needs. */
final class Roster {
    private static final String BUILD = Build.digest();
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(250);

    /** How long other workers may take to answer once one has. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(10);

    private final ClusterSettings settings;
    private final LoadPlan plan;
    private final Group group;
    private final BlockingQueue<Event> inbox;
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Here> present = new TreeMap<>();

    /**
     * Creates a roster.
     *
     * @param inbox the messages from workers, which the roster takes until the workers are claimed
     */
    Roster(ClusterSettings settings, LoadPlan plan, Group group, BlockingQueue<Event> inbox) {
        this.settings = settings;
        this.plan = plan;
        this.group = group;
        this.inbox = inbox;
    }

    /**
     * Waits until there are enough workers, and claims them. They are numbered in the order of their machines' names, so that
     * each of them has the same share in every run.
     *
     * @throws ConfigurationException if there are not enough workers in time; then none is claimed
     */
    List<RemoteWorker> claim(Consumer<String> console) throws InterruptedException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        boolean said = false;
        while (true) {
            gather(deadline);
            List<String> chosen = chosen();
            if (chosen.isEmpty()) {
                throw tooFew();
            }
            if (claimAll(chosen)) {
                return numbered(chosen);
            }
            if (!said) {
                console.accept("Waiting for the workers of " + settings.place() + ", which other tests are using");
                said = true;
            }
        }
    }

    /** Asks which workers there are until there are enough, or the time is up. */
    private void gather(long deadline) throws InterruptedException {
        present.clear();
        long settled = Long.MAX_VALUE;
        do {
            group.tellAll(Message.encode(new Who()));
            take(BETWEEN_CALLS);
            int idle = idle().size();
            if (idle >= wanted().orElse(Integer.MAX_VALUE)) {
                return;
            }
            if (idle > 0 && settled == Long.MAX_VALUE && wanted().isEmpty()) {
                settled = System.nanoTime() + LONGEST_ANSWER.toNanos();
            }
        } while (System.nanoTime() < Math.min(deadline, settled));
    }

    private OptionalInt wanted() {
        return settings.workers().isPresent() ? settings.workers() : settings.local();
    }

    private List<String> idle() {
        return present.entrySet().stream()
                .filter(worker -> worker.getValue().busy().isEmpty())
                .filter(worker -> worker.getValue().build().equals(BUILD))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the workers to claim, in the order of their addresses, so that no two runs wait for each other; empty if too few. */
    private List<String> chosen() {
        List<String> idle = idle();
        int number = Math.min(wanted().orElse(idle.size()), ClusterRules.mostWorkers(plan));
        boolean enough = idle.size() >= wanted().orElse(1);
        return enough ? idle.subList(0, number) : List.of();
    }

    private boolean claimAll(List<String> chosen) throws InterruptedException {
        List<String> asked = new ArrayList<>();
        boolean all = true;
        for (String worker : chosen) {
            asked.add(worker);
            all = all && claim(worker);
        }
        // One of them may have been lost since it was claimed.
        if (all && present.keySet().containsAll(chosen)) {
            return true;
        }
        asked.forEach(worker -> group.tell(worker, Message.encode(new Release())));
        return false;
    }

    private boolean claim(String worker) throws InterruptedException {
        Here here = present.get(worker);
        if (here == null) {
            return false;
        }
        group.tell(worker, Message.encode(new Claim(run, plan.test(), Worker.host(), here.nonce())));
        long deadline = System.nanoTime() + LONGEST_CLAIM.toNanos();
        while (present.containsKey(worker) && System.nanoTime() < deadline) {
            Event event = inbox.poll(BETWEEN_CALLS.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                continue;
            }
            take(event.from(), event.message());
            boolean answers = event.from().equals(worker);
            if (answers
                    && event.message() instanceof Claimed claimed
                    && claimed.run().equals(run)) {
                return true;
            }
            if (answers && event.message() instanceof Refused) {
                return false;
            }
        }
        return false;
    }

    private List<RemoteWorker> numbered(List<String> chosen) {
        List<String> ordered = chosen.stream()
                .sorted(Comparator.comparing((String worker) -> here(worker).host())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return IntStream.range(0, ordered.size())
                .mapToObj(i -> new RemoteWorker(i + 1, ordered.get(i), here(ordered.get(i))))
                .toList();
    }

    private Here here(String worker) {
        return Objects.requireNonNull(present.get(worker));
    }

    private void take(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            Event event = inbox.poll(Math.max(1, (deadline - System.nanoTime()) / 1_000_000), TimeUnit.MILLISECONDS);
            if (event != null) {
                take(event.from(), event.message());
            }
        }
    }

    private void take(String from, @Nullable Message message) {
        if (message == null) {
            present.remove(from);
        } else if (message instanceof Here here) {
            present.put(from, here);
        }
    }

    private ConfigurationException tooFew() {
        String needed = wanted().isPresent()
                ? wanted().getAsInt() + " idle workers of this build"
                : "an idle worker of this build";
        String there = present.isEmpty()
                ? "There is no worker."
                : "There are:\n"
                        + present.values().stream().map(this::described).collect(Collectors.joining("\n"));
        return ConfigurationException.saying(ClusterSettings.ATTRIBUTE + " = " + settings.place() + " did not have "
                + needed + " within " + Durations.format(settings.patience())
                + ". Start more workers, or wait longer with llmbench.cluster-wait. " + there);
    }

    private String described(Here here) {
        String state = !here.build().equals(BUILD)
                ? "is of version " + here.version() + " (" + here.build() + "), but this test is of "
                        + Versions.library() + " (" + BUILD + ")"
                : here.busy().isEmpty() ? "is idle" : "is busy with " + here.busy();
        return "  " + here.host() + " " + state;
    }

    /** Describes the claimed workers. */
    String inWords(List<RemoteWorker> claimed) {
        String names = claimed.stream().map(RemoteWorker::host).collect(Collectors.joining(", "));
        int left = idle().size() - claimed.size();
        String unused = left > 0 && wanted().isEmpty() && claimed.size() == ClusterRules.mostWorkers(plan)
                ? "; " + left + (left == 1 ? " more is" : " more are")
                        + " not needed because the load has no more users"
                : "";
        return "Cluster " + settings.place() + ": " + claimed.size()
                + (claimed.size() == 1 ? " worker (" : " workers (") + names + ")" + unused;
    }
}
