package dev.llmbench.cli;

import dev.llmbench.cluster.Build;
import dev.llmbench.cluster.Worker;
import dev.llmbench.cluster.WorkerLimits;
import dev.llmbench.cluster.jgroups.ClusterKey;
import dev.llmbench.cluster.jgroups.Hub;
import dev.llmbench.cluster.jgroups.JGroupsGroup;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.report.Versions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a worker. */
@Command(
        name = "work",
        description = {
            "Runs a worker: waits for tests, and sends a share of their load, one test at a time.",
            "While the hub cannot be reached, the worker tries again every few seconds."
        },
        mixinStandardHelpOptions = true)
final class Work implements Callable<Integer> {
    private static final int SECONDS_BETWEEN_TRIES = 2;
    private static final int MANY_STREAMS = 10_000;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    @Option(
            names = "--allow-endpoint",
            paramLabel = "PATTERN",
            description = "the only endpoints that may be loaded, such as https://*.staging.example/**, where * stands"
                    + " for anything but a slash and ** for anything; may be repeated; default: any endpoint")
    private List<String> endpoints = List.of();

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            description = "the most requests in flight that a share may have; default: any number")
    private @Nullable Integer mostStreams;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "the worker's name in lists and reports; default: the name of this machine")
    private String name = Worker.host();

    /** Exactly one of the two is given. */
    private static final class Place {
        @Option(names = "--hub", paramLabel = "HOST:PORT", required = true, description = "the hub to connect to")
        private @Nullable String hub;

        @Option(
                names = "--listen",
                paramLabel = "[ADDRESS:]PORT",
                required = true,
                description = "run the hub, too, and listen on this address; without it, only for this machine")
        private @Nullable String listen;
    }

    Work(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HubAddress address = place.listen == null
                ? HubAddress.of("--hub", Objects.requireNonNull(place.hub))
                : HubAddress.toListenOn("--listen", place.listen);
        Optional<ClusterKey> key = address.key(environment);
        WorkerLimits limits = limits(address.isLoopback());
        requireName();
        Lines lines =
                new Lines(Objects.requireNonNull(spec).commandLine().getOut(), Clock.system(ZoneId.systemDefault()));
        SystemLimits.ofThisProcess()
                .warnings(limits.mostStreams().orElse(MANY_STREAMS))
                .forEach(lines::print);
        Worker worker = new Worker(limits, name, lines::print);
        if (place.listen == null) {
            work(worker, address, key, lines, () -> {});
        } else {
            Hub hub = Hub.start(address.here(), address.port(), key);
            lines.print(
                    "Hub listens on " + new HubAddress("", address.host(), hub.port()) + ", " + HubAddress.shown(key));
            work(worker, reachable(address.here(), hub.port()), key, lines, hub::close);
        }
        return ExitStatus.PASSED;
    }

    private WorkerLimits limits(boolean loopback) {
        for (String pattern : endpoints) {
            if (!pattern.contains("://") && !pattern.startsWith("*")) {
                throw ConfigurationException.of(
                        "--allow-endpoint",
                        pattern,
                        "a pattern must match whole addresses, such as https://host/v1/chat/completions",
                        "Write for example https://*.staging.example/**");
            }
        }
        if (mostStreams != null && mostStreams < 1) {
            throw ConfigurationException.of(
                    "--max-streams", mostStreams, "a share has at least one request in flight", "Write 1 or more");
        }
        return new WorkerLimits(
                endpoints, mostStreams == null ? OptionalInt.empty() : OptionalInt.of(mostStreams), loopback);
    }

    private void requireName() {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw ConfigurationException.of(
                    "--name", name, "a name has up to 64 letters, digits, dots, dashes and underscores", "Shorten it");
        }
    }

    /** Returns the address of the hub in this JVM for its own worker, since the hub may listen on all addresses. */
    private static HubAddress reachable(InetAddress listening, int port) {
        InetAddress there = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        return new HubAddress("--listen", there.getHostAddress(), port);
    }

    private void work(Worker worker, HubAddress hub, Optional<ClusterKey> key, Lines lines, Runnable closing)
            throws IOException, InterruptedException {
        JGroupsGroup group = joined(worker, hub, key, lines);
        worker.serve(group);
        lines.print("Joined the cluster at " + hub + " as " + name + ", " + HubAddress.shown(key) + ", version "
                + Versions.library() + " (build " + Build.digest() + "): idle");
        UntilEnded.run(new Connection(group, hub, lines), () -> {
            lines.print("Leaving the cluster");
            worker.close();
            group.close();
            closing.run();
            lines.print("Left the cluster");
        });
    }

    private JGroupsGroup joined(Worker worker, HubAddress hub, Optional<ClusterKey> key, Lines lines)
            throws IOException, InterruptedException {
        boolean said = false;
        while (true) {
            try {
                return JGroupsGroup.join(hub.host(), hub.port(), key, name, worker);
            } catch (ConnectException e) {
                if (!said) {
                    lines.print(e.getMessage() + " Trying again every " + SECONDS_BETWEEN_TRIES + " s.");
                    said = true;
                }
                TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_TRIES);
            }
        }
    }

    /** Reports when the connection to the hub is lost, and when it is restored. */
    private static final class Connection implements Runnable {
        private final JGroupsGroup group;
        private final HubAddress hub;
        private final Lines lines;
        private boolean connected = true;

        Connection(JGroupsGroup group, HubAddress hub, Lines lines) {
            this.group = group;
            this.hub = hub;
            this.lines = lines;
        }

        @Override
        public void run() {
            boolean now = group.isConnected();
            if (now != connected) {
                lines.print(
                        now
                                ? "Connected to the hub at " + hub + " again"
                                : "The connection to the hub at " + hub + " is lost. Trying to connect again.");
            }
            connected = now;
        }
    }
}
