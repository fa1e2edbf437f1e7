package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.SafeText;
import dev.llmbench.result.FigureComparison;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.RunFacts;
import dev.llmbench.result.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of run.json: what the rows of requests.csv cannot contain, so that both files together restore the
 * result.
 *
 * @param versions the machine and the code of the run; empty if the file does not name them
 * @param measuredRequests the number of rows that belong to the run, without those of the warm-up
 * @param testFailure the message of the assertion that failed in the test itself; empty if none failed
 */
public record RunJson(
        int schema,
        String test,
        Optional<RunEnvironment> versions,
        PlanJson plan,
        long measuredRequests,
        FactsJson facts,
        ValidityJson validity,
        Optional<String> testFailure,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<List<FigureComparison>> history,
        GapsJson chunkGaps,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<GapsJson> baselineChunkGaps) {
    private static final int SCHEMA = 1;
    private static final ObjectReader READER =
            Binding.JSON.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    public static RunJson of(LoadResult result) {
        return new RunJson(
                SCHEMA,
                result.plan().test(),
                Optional.of(RunEnvironment.current()),
                PlanJson.of(result.plan()),
                result.run().requests() + result.run().interrupted(),
                FactsJson.of(result.facts()),
                ValidityJson.of(result.validity()),
                result.testFailure(),
                Optional.of(result.comparisons().all()).filter(comparisons -> !comparisons.isEmpty()),
                GapsJson.of(result),
                result.baseline().map(GapsJson::of));
    }

    public ObjectNode tree() {
        return Binding.JSON.valueToTree(this);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read or is damaged; the message names the key and what is wrong with it
     */
    public static RunJson read(Path file) throws IOException {
        JsonNode tree = parse(file);
        String schema = tree.path("schema").asText("none");
        if (!schema.equals(String.valueOf(SCHEMA))) {
            throw new IOException(file + " has schema " + schema + ", but this version reads schema " + SCHEMA
                    + ". Use the version that wrote it, or read requests.csv without it");
        }
        try {
            return READER.treeToValue(tree, RunJson.class);
        } catch (JsonMappingException e) {
            throw new IOException(file + ": " + mistake(tree, e), e);
        }
    }

    private static JsonNode parse(Path file) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            return READER.readTree(in);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ", line " + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String mistake(JsonNode tree, JsonMappingException e) {
        JsonNode found = tree;
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            String key = step.getFieldName();
            found = key == null ? found.path(step.getIndex()) : found.path(key);
            path.append(key == null ? "[" + step.getIndex() + "]" : (path.isEmpty() ? "" : ".") + key);
        }
        if (found.isMissingNode()) {
            return path
                    + " is missing: the file is from another version, or was edited. Without a run.json next to"
                    + " it, requests.csv can be read alone";
        }
        return e.getCause() instanceof RuntimeException cause
                ? path + ": " + cause.getMessage()
                : path + " = " + SafeText.oneLine(found.toString(), 60) + ": " + e.getOriginalMessage();
    }

    /** Returns the plan of the run, without its secrets. */
    public LoadPlan loadPlan() throws IOException {
        try {
            return plan.plan(test);
        } catch (ConfigurationException e) {
            throw new IOException("run.json does not contain a valid plan: " + e.getMessage(), e);
        }
    }

    public RunFacts runFacts() {
        return facts.facts();
    }

    /** Returns the comparisons with a baseline that were made after the run. */
    public List<FigureComparison> comparisons() {
        return history.orElse(List.of());
    }

    public KeptGaps keptGaps() {
        return chunkGaps.gaps();
    }

    /** Returns the gaps of the endpoint that the run's own was compared with; empty if there was none. */
    public Optional<KeptGaps> baselineGaps() {
        return baselineChunkGaps.map(GapsJson::gaps);
    }

    record ValidityJson(boolean valid, List<String> causes) {
        static ValidityJson of(Validity validity) {
            return new ValidityJson(validity.isValid(), validity.causes());
        }
    }
}
