package dev.llmbench.cluster.jgroups;

import dev.llmbench.cluster.Group;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster on this machine, with a hub in this JVM and a JVM for each worker. The workers have a key that nobody else knows, and
 * end with the run, or with this JVM.
 */
final class LocalCluster implements Group {
    private static final String CLASS_PATH = "surefire.test.class.path";

    private final Hub hub;
    private final List<Process> workers;
    private final Group group;

    private LocalCluster(Hub hub, List<Process> workers, Group group) {
        this.hub = hub;
        this.workers = workers;
        this.group = group;
    }

    static LocalCluster start(int number, Listener listener) throws IOException {
        ClusterKey key = ClusterKey.ephemeral();
        Hub hub = Hub.start(0, Optional.of(key));
        List<Process> workers = new ArrayList<>();
        try {
            for (int i = 1; i <= number; i++) {
                workers.add(start(hub.port(), i, key));
            }
            String host = InetAddress.getLoopbackAddress().getHostAddress();
            return new LocalCluster(
                    hub, workers, JGroupsGroup.join(host, hub.port(), Optional.of(key), "coordinator", listener));
        } catch (IOException | RuntimeException e) {
            workers.forEach(Process::destroyForcibly);
            hub.close();
            throw e;
        }
    }

    private static Process start(int port, int number, ClusterKey key) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        LocalWorker.class.getName(),
                        String.valueOf(port),
                        String.valueOf(number))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().put(ClusterKey.VARIABLE, key.base64());
        return builder.start();
    }

    /** Surefire puts the class path into the manifest of a temporary jar; a property has the real one. */
    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        Stream.of(CLASS_PATH, "java.class.path", "jdk.module.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(paths -> Stream.of(paths.split(File.pathSeparator)))
                .filter(place -> !place.isEmpty())
                .forEach(places::add);
        return String.join(File.pathSeparator, places);
    }

    @Override
    public void tell(String member, byte[] message) {
        group.tell(member, message);
    }

    @Override
    public void tellAll(byte[] message) {
        group.tellAll(message);
    }

    @Override
    public void close() {
        group.close();
        // The end of its input makes each worker leave.
        workers.forEach(LocalCluster::endInput);
        workers.forEach(LocalCluster::end);
        hub.close();
    }

    private static void endInput(Process worker) {
        try {
            worker.getOutputStream().close();
        } catch (IOException e) {
            worker.destroyForcibly();
        }
    }

    private static void end(Process worker) {
        try {
            if (!worker.waitFor(5, TimeUnit.SECONDS)) {
                worker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            worker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
