package dev.llmbench.cluster.jgroups;

import dev.llmbench.cluster.Group;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member in a JVM of its own, which sends back what it receives. */
final class ChildMember {
    private ChildMember() {}

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<JGroupsGroup> joined = new CompletableFuture<>();
        ClusterKey key = ClusterKey.read(Files.readAllBytes(Path.of(arguments[1])));
        JGroupsGroup group = JGroupsGroup.join(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                Optional.of(key),
                "child",
                new Group.Listener() {
                    @Override
                    public void received(String from, byte[] message) {
                        joined.join().tell(from, message);
                    }

                    @Override
                    public void lost(String member) {}
                },
                Duration.ofMillis(Long.parseLong(arguments[2])));
        joined.complete(group);
        System.out.println("joined as " + group.self());
        while (System.in.read() >= 0) {
            // Until its input ends.
        }
        group.close();
        System.out.println("left");
    }
}
