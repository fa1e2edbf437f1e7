package dev.llmbench.cluster;

import dev.llmbench.cluster.Message.Prepare;
import dev.llmbench.dataset.Dataset;
import dev.llmbench.dataset.DatasetOptions;
import dev.llmbench.dataset.DatasetSource;
import dev.llmbench.plan.DatasetException;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.LoadPlan;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The work that the coordinator assigns to the workers of a run.
 *
 * @param plan the plan of the whole load
 * @param dataset the prompts
 * @param file the file of the prompts; empty if they are generated
 * @param options how to read the file
 * @param probed whether to probe the endpoint
 */
public record Assignment(
        LoadPlan plan, Dataset dataset, Optional<DatasetSource> file, DatasetOptions options, boolean probed) {
    private static final int PART = 60_000;

    /**
     * Checks that workers can carry this out.
     *
     * @throws dev.llmbench.plan.ConfigurationException if they cannot, or if it needs classes of the test
     */
    public Assignment {
        ClusterRules.require(plan);
        PlanCodec.write(plan);
        PlanCodec.write(options);
    }

    /** Returns whether the coordinator watches the run in order to end it early. */
    boolean watched() {
        return !plan.early().equals(EarlyEnd.NONE);
    }

    /**
     * Sends the file of the prompts in parts.
     *
     * @param send sends a part
     * @return its size in bytes; -1 if there is no file
     */
    long sendFile(Consumer<byte[]> send) {
        if (file.isEmpty()) {
            return -1;
        }
        try (InputStream in = file.get().content().open()) {
            long size = 0;
            byte[] part = new byte[PART];
            for (int length = in.readNBytes(part, 0, PART); length > 0; length = in.readNBytes(part, 0, PART)) {
                send.accept(Message.of(Message.FILE, Arrays.copyOf(part, length)));
                size += length;
            }
            return size;
        } catch (IOException e) {
            throw new DatasetException("dataset = \"" + plan.dataset() + "\" can no longer be read: " + e, e);
        }
    }

    /**
     * Returns the message that assigns a worker its share.
     *
     * @param size what {@link #sendFile} returned
     */
    Prepare prepare(int number, int of, long size) {
        return new Prepare(
                number,
                of,
                plan,
                file.map(DatasetSource::fileName).orElse(plan.dataset()),
                size,
                options,
                dataset.digest(),
                probed,
                watched());
    }
}
