package dev.llmbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.HttpVersion;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.DatasetUse;
import dev.llmbench.result.GeneratorLog;
import dev.llmbench.result.GeneratorSlot;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Stalls;
import dev.llmbench.sample.Stall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the engine knew of a run beside its samples, as it stands in run.json: nothing is rounded. */
public final class FactsJson {
    private static final int CELLS = 4;
    private static final String VERSIONS = "http_versions";
    private static final String RECONNECTS = "reconnects";
    private static final String MACHINE = "machine_cpu_share";
    private static final String COLLECTING = "gc_ms";
    private static final String STALLS = "stalls_from_us_to_us";

    private FactsJson() {}

    static ObjectNode of(RunFacts facts) {
        ObjectNode json = JsonFormat.object()
                .put("started_at", facts.startedAt().toString())
                .put("elapsed_ms", JsonFormat.exactMillis(facts.elapsed()))
                .put("cut_short", facts.cutShort().orElse(null))
                .put("aborted", facts.aborted().orElse(null))
                .put("peak_in_flight", facts.peakInFlight())
                .put("dropped", facts.dropped())
                .put("stalled_ms", JsonFormat.exactMillis(facts.stalls().total()))
                .put("longest_stall_ms", JsonFormat.exactMillis(facts.stalls().longest()));
        ArrayNode stalls = json.putArray(STALLS);
        facts.stalls()
                .each()
                .forEach(stall -> stalls.addArray().add(stall.fromMicros()).add(stall.toMicros()));
        json.set("dataset", facts.dataset().map(FactsJson::dataset).orElse(null));
        json.set(VERSIONS, versions(facts));
        json.put(RECONNECTS, facts.reconnects());
        json.set("breakpoint", facts.breakpoint().map(FactsJson::breakpoint).orElse(null));
        json.set("generator", generator(facts.generator()));
        return json;
    }

    public static RunFacts read(Fields facts) throws IOException {
        Optional<Fields> breakpoint = facts.optionalObject("breakpoint");
        Optional<Fields> dataset = facts.optionalObject("dataset");
        return RunFacts.builder(facts.read("started_at", Instant::parse), facts.millis("elapsed_ms"))
                .cutShort(facts.optionalText("cut_short"))
                .aborted(facts.optionalText("aborted"))
                .breakpoint(breakpoint.isPresent() ? Optional.of(breakpoint(breakpoint.get())) : Optional.empty())
                .peakInFlight(facts.count("peak_in_flight"))
                .dropped(facts.whole("dropped"))
                .stalls(new Stalls(stalls(facts), facts.millis("stalled_ms"), facts.millis("longest_stall_ms")))
                .generator(generator(facts.object("generator")))
                .dataset(dataset.isPresent() ? Optional.of(dataset(dataset.get())) : Optional.empty())
                .spoken(facts.constants(VERSIONS, HttpVersion.class))
                // Not there in files from before they were counted.
                .reconnects(facts.names().contains(RECONNECTS) ? facts.whole(RECONNECTS) : 0)
                .build();
    }

    private static List<Stall> stalls(Fields facts) throws IOException {
        List<Stall> stalls = new ArrayList<>();
        if (facts.names().contains(STALLS)) {
            for (JsonNode row : facts.rows(STALLS, 2)) {
                stalls.add(new Stall(row.get(0).longValue(), row.get(1).longValue()));
            }
        }
        return stalls;
    }

    static ArrayNode versions(RunFacts facts) {
        return JsonFormat.strings(facts.spoken().stream()
                .map(version -> version.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    static ObjectNode dataset(DatasetUse use) {
        return JsonFormat.object()
                .put("prompts", use.prompts())
                .put("handed_out", use.handedOut())
                .put("salted", use.salted());
    }

    private static DatasetUse dataset(Fields use) throws IOException {
        return new DatasetUse(use.whole("prompts"), use.whole("handed_out"), use.flag("salted"));
    }

    private static ObjectNode breakpoint(Breakpoint found) {
        ObjectNode json = JsonFormat.object()
                .put("model", found.model().name().toLowerCase(Locale.ROOT))
                .put("held", boxed(found.held()))
                .put("broke", boxed(found.broke()))
                .put("cause", found.cause().orElse(null))
                .put("text", found.inWords());
        ArrayNode levels = json.putArray("levels");
        for (Breakpoint.Level level : found.levels()) {
            levels.addObject()
                    .put("level", level.level())
                    .put("from_ms", JsonFormat.exactMillis(level.from()))
                    .put("to_ms", JsonFormat.exactMillis(level.to()))
                    .put("finding", level.finding().name().toLowerCase(Locale.ROOT))
                    .put("cause", level.cause());
        }
        return json;
    }

    private static Breakpoint breakpoint(Fields found) throws IOException {
        List<Breakpoint.Level> levels = new ArrayList<>();
        for (Fields level : found.objects("levels")) {
            levels.add(new Breakpoint.Level(
                    level.decimal("level"),
                    level.millis("from_ms"),
                    level.millis("to_ms"),
                    level.constant("finding", Breakpoint.Finding.class),
                    level.text("cause")));
        }
        return new Breakpoint(
                found.constant("model", LoadModel.class),
                optional(found.optionalDecimal("held")),
                optional(found.optionalDecimal("broke")),
                found.optionalText("cause"),
                levels);
    }

    private static ObjectNode generator(GeneratorLog generator) {
        ObjectNode json = JsonFormat.object()
                .put("processors", generator.processors())
                .put(MACHINE, boxed(generator.machineCpuShare()))
                .put(COLLECTING, JsonFormat.exactMillis(generator.collecting()));
        ArrayNode slots = json.putArray("stalled_ms_longest_ms_cpu_share_in_flight");
        for (GeneratorSlot slot : generator.slots()) {
            slots.addArray()
                    .add(JsonFormat.exactMillis(slot.stalled()))
                    .add(JsonFormat.exactMillis(slot.longestStall()))
                    .add(boxed(slot.cpuShare()))
                    .add(slot.peakInFlight());
        }
        return json;
    }

    private static GeneratorLog generator(Fields generator) throws IOException {
        List<GeneratorSlot> slots = new ArrayList<>();
        for (JsonNode row : generator.rows("stalled_ms_longest_ms_cpu_share_in_flight", CELLS)) {
            JsonNode cpuShare = row.get(2);
            slots.add(new GeneratorSlot(
                    Fields.duration(row.get(0)),
                    Fields.duration(row.get(1)),
                    cpuShare.isNull() ? OptionalDouble.empty() : OptionalDouble.of(cpuShare.doubleValue()),
                    row.get(3).intValue()));
        }
        List<String> known = generator.names();
        return new GeneratorLog(
                generator.count("processors"),
                slots,
                known.contains(MACHINE) ? optional(generator.optionalDecimal(MACHINE)) : OptionalDouble.empty(),
                known.contains(COLLECTING) ? generator.millis(COLLECTING) : Duration.ZERO);
    }

    private static OptionalDouble optional(Optional<Double> number) {
        return number.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static @Nullable Double boxed(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
