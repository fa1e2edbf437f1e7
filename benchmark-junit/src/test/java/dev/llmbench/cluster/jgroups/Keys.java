package dev.llmbench.cluster.jgroups;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Keys that several tests use, since each takes a second to make. */
final class Keys {
    static final ClusterKey KEY = made();
    static final ClusterKey OTHER = made();

    private Keys() {}

    private static ClusterKey made() {
        try {
            return ClusterKey.ephemeral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
