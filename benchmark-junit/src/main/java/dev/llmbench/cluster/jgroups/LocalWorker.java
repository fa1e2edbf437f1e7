package dev.llmbench.cluster.jgroups;

import dev.llmbench.cluster.Worker;
import dev.llmbench.cluster.WorkerLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Optional;

/** A worker that the JVM of a test starts on the same machine, and that ends with that JVM. */
final class LocalWorker {
    private LocalWorker() {}

    /**
     * Runs the worker until its input ends.
     *
     * @param arguments the port of the hub, and the worker's number
     */
    public static void main(String[] arguments) throws IOException {
        ClusterKey key = ClusterKey.fromEnvironment(System.getenv());
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        Worker worker = new Worker(WorkerLimits.NONE, line -> {});
        try (JGroupsGroup group = JGroupsGroup.join(
                host, Integer.parseInt(arguments[0]), Optional.of(key), "worker-" + arguments[1], worker)) {
            worker.serve(group);
            // Ctrl-C in a terminal reaches this JVM too: the rows are still delivered.
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "llm-load-shutdown"));
            // The input ends when the test's JVM ends, however that happens.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }
}
