package dev.llmbench.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that each keep one core busy. They end when they are closed, and when this JVM ends in whatever way. */
final class BusyProcesses implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    static BusyProcesses start(int count) throws IOException {
        BusyProcesses busy = new BusyProcesses();
        try {
            for (int i = 0; i < count; i++) {
                busy.processes.add(Jvm.start(List.of("-Xmx16m", "-XX:+UseSerialGC"), BusyMain.class));
            }
            for (Process process : busy.processes) {
                Jvm.firstLine(process);
            }
            return busy;
        } catch (IOException e) {
            busy.close();
            throw e;
        }
    }

    int count() {
        return processes.size();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
