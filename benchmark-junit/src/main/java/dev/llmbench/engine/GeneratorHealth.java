package dev.llmbench.engine;

import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.sample.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Records the generator's health over time. Written by one thread, read by another. */
final class GeneratorHealth {
    private final long origin;
    private final long slotNanos;
    private final long toleranceNanos;
    private final Supplier<OptionalLong> cpuNanos;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final List<GeneratorSlot> slots = new ArrayList<>();

    private long stalled;
    private long longestStall;
    private int peakInFlight;
    private long begunAt;
    private OptionalLong cpuBefore;
    private final Duration collectingBefore = ProcessCpu.collecting();
    private double machineShares;
    private int machineShareCount;

    /**
     * Starts an empty record.
     *
     * @param tolerance shorter stalls do not count
     * @param cpuNanos the processor time that this JVM has used so far; empty if unknown
     */
    GeneratorHealth(RunClock clock, Duration slot, Duration tolerance, Supplier<OptionalLong> cpuNanos) {
        this.origin = clock.nanosAt(0);
        this.slotNanos = slot.toNanos();
        this.toleranceNanos = tolerance.toNanos();
        this.cpuNanos = cpuNanos;
        this.cpuBefore = cpuNanos.get();
        // The first result covers the time before.
        ProcessCpu.machineShare();
    }

    /** Records a heartbeat. */
    synchronized void beat(long nowNanos, long lateNanos, int inFlight) {
        long time = nowNanos - origin;
        long begun = slots.size() * slotNanos;
        stalled += lateNanos > toleranceNanos ? lateNanos : 0;
        longestStall = Math.max(longestStall, lateNanos);
        peakInFlight = Math.max(peakInFlight, inFlight);
        if (time >= begun + slotNanos) {
            closeUpTo(time);
        }
    }

    /** A stall may be longer than a slot: the slots it skipped share the processor time, and the stall belongs to the last. */
    private void closeUpTo(long time) {
        OptionalDouble cpuShare = cpuShareUpTo(time);
        int skipped = (int) (time / slotNanos) - slots.size() - 1;
        for (int i = 0; i < skipped; i++) {
            slots.add(new GeneratorSlot(Duration.ZERO, Duration.ZERO, cpuShare, peakInFlight));
        }
        slots.add(open(cpuShare));
        stalled = 0;
        longestStall = 0;
        peakInFlight = 0;
    }

    private OptionalDouble cpuShareUpTo(long time) {
        OptionalLong now = cpuNanos.get();
        double available = (double) (time - begunAt) * processors;
        OptionalDouble share = now.isPresent() && cpuBefore.isPresent() && available > 0
                ? OptionalDouble.of(Math.min(1, (now.getAsLong() - cpuBefore.getAsLong()) / available))
                : OptionalDouble.empty();
        begunAt = time;
        cpuBefore = now;
        ProcessCpu.machineShare().ifPresent(whole -> {
            machineShares += whole;
            machineShareCount++;
        });
        return share;
    }

    private GeneratorSlot open(OptionalDouble cpuShare) {
        return new GeneratorSlot(Duration.ofNanos(stalled), Duration.ofNanos(longestStall), cpuShare, peakInFlight);
    }

    /** Returns the record so far, including the slot in progress. */
    synchronized GeneratorLog log(long nowNanos) {
        List<GeneratorSlot> all = new ArrayList<>(slots);
        // Too short a time says nothing about the use of processors, but its stalls and requests count.
        boolean isConclusive = nowNanos - origin - begunAt >= slotNanos / 4;
        all.add(open(isConclusive ? cpuShareUpTo(nowNanos - origin) : OptionalDouble.empty()));
        return new GeneratorLog(
                processors,
                all,
                machineShareCount == 0 ? OptionalDouble.empty() : OptionalDouble.of(machineShares / machineShareCount),
                ProcessCpu.collecting().minus(collectingBefore));
    }
}
