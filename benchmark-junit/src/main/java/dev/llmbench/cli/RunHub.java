package dev.llmbench.cli;

import dev.llmbench.cluster.jgroups.ClusterKey;
import dev.llmbench.cluster.jgroups.Hub;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the hub of a cluster. */
@Command(
        name = "hub",
        description = "Runs the hub, to whose port workers and tests connect.",
        mixinStandardHelpOptions = true)
final class RunHub implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen on, 0 for any free one; default: ${DEFAULT-VALUE}",
            defaultValue = HubAddress.USUAL_PORT)
    private String port = HubAddress.USUAL_PORT;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "the address of this machine to listen on, 0.0.0.0 for all; default: only for this machine")
    private String bind = "";

    RunHub(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        HubAddress address = bind.isEmpty()
                ? HubAddress.toListenOn("--port", port)
                : new HubAddress(
                        "--bind", bind, HubAddress.toListenOn("--port", port).port());
        Optional<ClusterKey> key = address.key(environment);
        Lines lines =
                new Lines(Objects.requireNonNull(spec).commandLine().getOut(), Clock.system(ZoneId.systemDefault()));
        Hub hub = Hub.start(address.here(), address.port(), key);
        lines.print("Hub listens on " + new HubAddress("", address.host(), hub.port()) + ", " + HubAddress.shown(key));
        UntilEnded.run(() -> {}, () -> {
            hub.close();
            lines.print("Hub ended");
        });
        return ExitStatus.PASSED;
    }
}
