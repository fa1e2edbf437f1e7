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

/**
 * What the workers of a run are told to do.
 *
 * @param plan the whole load
 * @param dataset its prompts
 * @param file the file of the prompts; empty if they are generated
 * @param options how the file is read
 * @param probed whether the endpoint is probed
 */
public record Assignment(
        LoadPlan plan, Dataset dataset, Optional<DatasetSource> file, DatasetOptions options, boolean probed) {
    private static final int PART = 60_000;

    /** Whether the coordinator decides during the run whether to end it. */
    boolean watched() {
        return !plan.early().equals(EarlyEnd.NONE);
    }

    /**
     * Sends the file of the prompts to all workers.
     *
     * @return its size in bytes; -1 if there is no file
     */
    long sendFile(Group group) {
        if (file.isEmpty()) {
            return -1;
        }
        try (InputStream in = file.get().content().open()) {
            long size = 0;
            byte[] part = new byte[PART];
            for (int length = in.readNBytes(part, 0, PART); length > 0; length = in.readNBytes(part, 0, PART)) {
                group.tellAll(Message.of(Message.FILE, Arrays.copyOf(part, length)));
                size += length;
            }
            return size;
        } catch (IOException e) {
            throw new DatasetException("dataset = \"" + plan.dataset() + "\" can no longer be read: " + e, e);
        }
    }

    /**
     * Returns what a worker is told.
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
