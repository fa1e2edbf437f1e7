package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.ArmFacts;
import dev.llmbench.result.Block;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.result.WorkerFacts;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Stall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** The {@link RunFacts} in run.json, without rounding. */
record FactsJson(
        Instant startedAt,
        BigDecimal elapsedMs,
        Optional<String> cutShort,
        Optional<String> aborted,
        int peakInFlight,
        long dropped,
        BigDecimal stalledMs,
        BigDecimal longestStallMs,
        Optional<List<Stall>> stallsFromUsToUs,
        Optional<DatasetUse> dataset,
        Optional<Set<HttpVersion>> httpVersions,
        OptionalLong reconnects,
        Optional<BreakpointJson> breakpoint,
        GeneratorJson generator,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<ArmFacts> baseline,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<List<BlockJson>> blocks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<List<WorkerJson>> workers) {

    static FactsJson of(RunFacts facts) {
        return new FactsJson(
                facts.startedAt(),
                JsonFormat.exactMillis(facts.elapsed()),
                facts.cutShort(),
                facts.aborted(),
                facts.peakInFlight(),
                facts.dropped(),
                JsonFormat.exactMillis(facts.stalls().total()),
                JsonFormat.exactMillis(facts.stalls().longest()),
                Optional.of(facts.stalls().each()),
                facts.dataset(),
                Optional.of(facts.spoken()),
                OptionalLong.of(facts.reconnects()),
                facts.breakpoint().map(BreakpointJson::of),
                GeneratorJson.of(facts.generator()),
                facts.baseline(),
                Optional.of(facts.blocks().stream().map(BlockJson::of).toList()).filter(Predicate.not(List::isEmpty)),
                Optional.of(facts.workers().stream().map(WorkerJson::of).toList())
                        .filter(Predicate.not(List::isEmpty)));
    }

    RunFacts facts() {
        return RunFacts.builder(startedAt, JsonFormat.duration(elapsedMs))
                .cutShort(cutShort)
                .aborted(aborted)
                .breakpoint(breakpoint.map(BreakpointJson::breakpoint))
                .peakInFlight(peakInFlight)
                .dropped(dropped)
                .stalls(new Stalls(
                        stallsFromUsToUs.orElse(List.of()),
                        JsonFormat.duration(stalledMs),
                        JsonFormat.duration(longestStallMs)))
                .generator(generator.log())
                .dataset(dataset)
                .spoken(httpVersions.orElse(Set.of()))
                .reconnects(reconnects.orElse(0))
                .baseline(baseline)
                .blocks(blocks.orElse(List.of()).stream().map(BlockJson::block).toList())
                .workers(workers.orElse(List.of()).stream()
                        .map(WorkerJson::worker)
                        .toList())
                .build();
    }

    record BlockJson(Arm arm, int pair, BigDecimal fromMs, BigDecimal toMs) {

        static BlockJson of(Block block) {
            return new BlockJson(
                    block.arm(),
                    block.pair(),
                    JsonFormat.exactMillis(block.from()),
                    JsonFormat.exactMillis(block.to()));
        }

        Block block() {
            return new Block(arm, pair, JsonFormat.duration(fromMs), JsonFormat.duration(toMs));
        }
    }

    /** The lag is left out, since it is computed from the rows. */
    record WorkerJson(
            int number,
            String host,
            String version,
            int processors,
            long sent,
            long rows,
            long dropped,
            int peakInFlight,
            BigDecimal stalledMs,
            BigDecimal longestStallMs,
            List<Stall> stallsFromUsToUs,
            GeneratorJson generator,
            BigDecimal clockErrorMs,
            BigDecimal driftMs,
            Optional<String> end) {

        static WorkerJson of(WorkerFacts worker) {
            return new WorkerJson(
                    worker.number(),
                    worker.host(),
                    worker.version(),
                    worker.processors(),
                    worker.sent(),
                    worker.rows(),
                    worker.dropped(),
                    worker.peakInFlight(),
                    JsonFormat.exactMillis(worker.stalls().total()),
                    JsonFormat.exactMillis(worker.stalls().longest()),
                    worker.stalls().each(),
                    GeneratorJson.of(worker.generator()),
                    JsonFormat.exactMillis(worker.clockError()),
                    JsonFormat.exactMillis(worker.drift()),
                    worker.end());
        }

        WorkerFacts worker() {
            return new WorkerFacts(
                    number,
                    host,
                    version,
                    processors,
                    sent,
                    rows,
                    dropped,
                    peakInFlight,
                    OptionalDouble.empty(),
                    new Stalls(stallsFromUsToUs, JsonFormat.duration(stalledMs), JsonFormat.duration(longestStallMs)),
                    generator.log(),
                    JsonFormat.duration(clockErrorMs),
                    JsonFormat.duration(driftMs),
                    end);
        }
    }

    record BreakpointJson(
            LoadModel model,
            OptionalDouble held,
            OptionalDouble broke,
            Optional<String> cause,
            Optional<String> text,
            List<LevelJson> levels) {

        static BreakpointJson of(Breakpoint found) {
            return new BreakpointJson(
                    found.model(),
                    found.held(),
                    found.broke(),
                    found.cause(),
                    Optional.of(found.inWords()),
                    found.levels().stream().map(LevelJson::of).toList());
        }

        Breakpoint breakpoint() {
            return new Breakpoint(
                    model,
                    held,
                    broke,
                    cause,
                    levels.stream().map(LevelJson::found).toList());
        }
    }

    record LevelJson(double level, BigDecimal fromMs, BigDecimal toMs, Breakpoint.Finding finding, String cause) {

        static LevelJson of(Breakpoint.Level found) {
            return new LevelJson(
                    found.level(),
                    JsonFormat.exactMillis(found.from()),
                    JsonFormat.exactMillis(found.to()),
                    found.finding(),
                    found.cause());
        }

        Breakpoint.Level found() {
            return new Breakpoint.Level(level, JsonFormat.duration(fromMs), JsonFormat.duration(toMs), finding, cause);
        }
    }

    record GeneratorJson(
            int processors,
            OptionalDouble machineCpuShare,
            Optional<BigDecimal> gcMs,
            List<SlotJson> stalledMsLongestMsCpuShareInFlight) {

        static GeneratorJson of(GeneratorLog generator) {
            return new GeneratorJson(
                    generator.processors(),
                    generator.machineCpuShare(),
                    Optional.of(JsonFormat.exactMillis(generator.collecting())),
                    generator.slots().stream().map(SlotJson::of).toList());
        }

        GeneratorLog log() {
            return new GeneratorLog(
                    processors,
                    stalledMsLongestMsCpuShareInFlight.stream()
                            .map(SlotJson::slot)
                            .toList(),
                    machineCpuShare,
                    gcMs.map(JsonFormat::duration).orElse(Duration.ZERO));
        }
    }

    /** Written as an array, since a run has many of them. */
    record SlotJson(BigDecimal stalledMs, BigDecimal longestStallMs, OptionalDouble cpuShare, int inFlight) {

        static SlotJson of(GeneratorSlot slot) {
            return new SlotJson(
                    JsonFormat.exactMillis(slot.stalled()),
                    JsonFormat.exactMillis(slot.longestStall()),
                    slot.cpuShare(),
                    slot.peakInFlight());
        }

        GeneratorSlot slot() {
            return new GeneratorSlot(
                    JsonFormat.duration(stalledMs), JsonFormat.duration(longestStallMs), cpuShare, inFlight);
        }
    }
}
