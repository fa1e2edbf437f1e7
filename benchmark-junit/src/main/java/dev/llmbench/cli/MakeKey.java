package dev.llmbench.cli;

import dev.llmbench.cluster.jgroups.ClusterKey;
import dev.llmbench.plan.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates the key of a cluster. */
@Command(
        name = "key",
        description = "Creates the key of a cluster and writes it to a file that only you can read.",
        mixinStandardHelpOptions = true)
final class MakeKey implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the file to write, such as cluster.p12; must not exist")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        ClusterKey key = made();
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("Wrote a new " + key + " to " + file + ".");
        out.println("It is a secret: whoever has it can start loads on the cluster's workers and read the API keys and"
                + " prompts of tests.");
        out.println("The hub, the workers and the tests need it in their environment, as a path or in base64:");
        out.println("  export " + ClusterKey.VARIABLE + "=" + file.toAbsolutePath());
        out.println("  export " + ClusterKey.VARIABLE + "=\"$(base64 < " + file + ")\"");
        out.println("Keep it where secrets are kept, such as a Kubernetes Secret or a masked variable of the CI system,"
                + " and never in a repository or an image.");
        out.flush();
        return ExitStatus.PASSED;
    }

    private ClusterKey made() throws IOException {
        try {
            return ClusterKey.create(file);
        } catch (FileAlreadyExistsException e) {
            throw ConfigurationException.of(
                            "FILE",
                            file,
                            "this file exists, and members of a cluster may use its key",
                            "Name another file, or delete this one")
                    .causedBy(e);
        } catch (NoSuchFileException e) {
            throw ConfigurationException.of(
                            "FILE", file, "its folder does not exist", "Create it, or name another file")
                    .causedBy(e);
        }
    }
}
