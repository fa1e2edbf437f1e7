package dev.llmbench.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The limits that the system sets for a worker.
 *
 * @param files the number of files and connections that it may have open
 * @param ports the number of connections that it may have to one server
 */
record SystemLimits(long files, long ports) {
    private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** Files of the JVM itself, of the connection to the hub, and of rows that wait on disk. */
    private static final int FILES_FOR_THE_REST = 200;

    /** Returns the limits of this process. A limit that cannot be read counts as no limit. */
    static SystemLimits ofThisProcess() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return new SystemLimits(files, portsOfThisMachine());
    }

    private static long portsOfThisMachine() {
        try {
            String[] range = Files.readString(PORTS).strip().split("\\s+", -1);
            return Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
        } catch (IOException | RuntimeException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Returns warnings if the worker may not be able to have that many requests in flight, each on its own connection. */
    List<String> warnings(int streams) {
        List<String> warnings = new ArrayList<>();
        long connections = Math.max(0, files - FILES_FOR_THE_REST);
        if (connections < streams) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Warning: this process may open %,d files, enough for about %,d requests in flight."
                            + " Raise the limit (ulimit -n) before larger loads.",
                    files,
                    connections));
        }
        if (ports < streams) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Warning: this machine has %,d ports for connections to one server."
                            + " Widen net.ipv4.ip_local_port_range before larger loads.",
                    ports));
        }
        return warnings;
    }
}
