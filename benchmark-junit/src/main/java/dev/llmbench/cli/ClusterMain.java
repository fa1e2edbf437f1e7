package dev.llmbench.cli;

import dev.llmbench.cluster.Build;
import dev.llmbench.report.Versions;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The entry point of the self-contained jar that runs the members of a cluster: {@code java -jar
 * benchmark-junit-…-worker.jar work --hub hub:7800}.
 */
@Command(
        name = "llmbench-cluster",
        description = {
            "Runs the members of a cluster: workers, each of which sends a share of the load of a test with"
                    + " llmbench.cluster = hub:7800, and the hub that connects them.",
            "All members need the cluster's key: the environment variable LLMBENCH_CLUSTER_KEY holds the path of a file"
                    + " that \"key FILE\" has created, or that file's bytes in base64. Only a hub and workers that no"
                    + " other machine can reach work without it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ClusterMain.Version.class,
        subcommands = {MakeKey.class, RunHub.class, Work.class, ListWorkers.class},
        footer = {
            "",
            "Exit status: 0 done, 1 list found no worker, 2 invalid arguments, an unreadable key, a port in use, or a hub"
                    + " that has another key or that list cannot reach. hub and work run until Ctrl-C (130) or SIGTERM"
                    + " (143) ends them; a worker then ends its share of a load and delivers its results, which takes at"
                    + " most 10 s."
        })
public final class ClusterMain {
    private ClusterMain() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        Program.main(terminal -> commands(System.getenv()), arguments);
    }

    /** Runs the command and returns its exit status. */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        return Program.run(commands(environment), out, err, arguments);
    }

    private static CommandLine commands(Map<String, String> environment) {
        return new CommandLine(new ClusterMain(), new Commands(environment));
    }

    /** Passes the environment to the commands that it creates. */
    private record Commands(Map<String, String> environment) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == RunHub.class) {
                return type.cast(new RunHub(environment));
            }
            if (type == Work.class) {
                return type.cast(new Work(environment));
            }
            return type == ListWorkers.class
                    ? type.cast(new ListWorkers(environment))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    /** Also identifies the classes, since all members must be of the same build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"llmbench " + Versions.library() + " (build " + Build.digest() + ")"};
        }
    }
}
