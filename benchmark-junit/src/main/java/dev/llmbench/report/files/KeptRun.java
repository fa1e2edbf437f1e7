package dev.llmbench.report.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.json.FactsJson;
import dev.llmbench.report.json.Fields;
import dev.llmbench.report.json.GapsJson;
import dev.llmbench.report.json.PlanReader;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.report.json.RunJson;
import dev.llmbench.result.KeptGaps;
import dev.llmbench.result.RunFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What run.json tells of a run.
 *
 * @param testFailure what the test's own assertions failed with; empty where they passed
 * @param measuredRequests how many rows without those of the warm-up belong to it
 * @param environment what it was made with; empty where the file does not say
 */
record KeptRun(
        LoadPlan plan,
        RunFacts facts,
        KeptGaps gaps,
        Optional<String> testFailure,
        OptionalLong measuredRequests,
        Optional<RunEnvironment> environment) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static KeptRun read(Path file) throws IOException {
        Fields json = new Fields(file.toString(), tree(file));
        long schema = json.whole("schema");
        if (schema != RunJson.SCHEMA) {
            throw new IOException(file + " has schema " + schema + ", and this version reads schema " + RunJson.SCHEMA
                    + ". Use the version that wrote it, or read requests.csv without it");
        }
        return new KeptRun(
                PlanReader.read(json.text("test"), json.object("plan")),
                FactsJson.read(json.object("facts")),
                GapsJson.read(json.object("chunk_gaps")),
                json.optionalText("test_failure"),
                OptionalLong.of(json.whole("measured_requests")),
                RunEnvironment.read(json));
    }

    private static ObjectNode tree(Path file) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            JsonNode tree = JSON.readTree(in);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new IOException(file + " is no JSON object");
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ", line " + e.getLocation().getLineNr() + ": this is not JSON: " + e.getOriginalMessage(),
                    e);
        }
    }
}
