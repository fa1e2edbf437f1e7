package dev.llmbench.cli;

import dev.llmbench.cluster.RollCall;
import dev.llmbench.cluster.RollCall.Present;
import dev.llmbench.cluster.jgroups.JGroupsGroup;
import dev.llmbench.plan.Durations;
import dev.llmbench.report.SafeText;
import dev.llmbench.report.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the workers of a cluster. */
@Command(
        name = "list",
        description = {
            "Lists the workers of a cluster, and which tests use them.",
            "The exit status is 0, or 1 if there is no worker."
        },
        mixinStandardHelpOptions = true)
final class ListWorkers implements Callable<Integer> {
    private static final int NONE = 1;
    private static final int LONGEST_CELL = 60;
    private static final int LONGEST_USER = 200;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--hub", paramLabel = "HOST:PORT", required = true, description = "the hub to connect to")
    private String hub = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "the longest time to wait for answers; default: ${DEFAULT-VALUE}",
            defaultValue = "10s")
    private String patience = "";

    ListWorkers(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HubAddress address = HubAddress.of("--hub", hub);
        var longest = Durations.parse("--wait", patience);
        var key = address.key(environment);
        RollCall call = new RollCall();
        List<Present> workers;
        try (JGroupsGroup group = JGroupsGroup.join(address.host(), address.port(), key, "list", call)) {
            workers = call.take(group, longest);
        }
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        lines(workers, address.toString()).forEach(out::println);
        out.flush();
        return workers.isEmpty() ? NONE : ExitStatus.PASSED;
    }

    /** Returns the lines to print. */
    static List<String> lines(List<Present> workers, String hub) {
        if (workers.isEmpty()) {
            return List.of("No worker answered at " + hub + ". Start some with \"work --hub " + hub + "\".");
        }
        TextTable table = new TextTable("Worker", "Cores", "Java", "Version", "Build");
        workers.forEach(worker -> table.row(
                cell(worker.host()),
                worker.processors() == 0 ? "-" : String.valueOf(worker.processors()),
                cell(worker.java()),
                cell(worker.version()),
                cell(worker.build())));
        List<String> rows = table.lines();
        List<String> lines = new ArrayList<>();
        lines.add(rows.get(0) + "  State");
        IntStream.range(0, workers.size())
                .forEach(i ->
                        lines.add(rows.get(i + 1) + "  " + state(workers.get(i).busy())));
        long idle = workers.stream().filter(worker -> worker.busy().isEmpty()).count();
        lines.add(workers.size() + (workers.size() == 1 ? " worker, " : " workers, ") + idle + " idle");
        if (workers.stream().map(Present::build).distinct().count() > 1) {
            lines.add("Their builds differ: a test only uses workers of its own build.");
        }
        return lines;
    }

    private static String state(String busy) {
        return busy.isEmpty() ? "idle" : "busy with " + SafeText.oneLine(busy, LONGEST_USER);
    }

    private static String cell(String text) {
        return SafeText.oneLine(text, LONGEST_CELL);
    }
}
