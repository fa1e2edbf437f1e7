package dev.llmbench.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.llmbench.result.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs fixture classes as JUnit runs a user's, and tells what became of them. */
final class FixtureRun {
    private static final List<LoadResult> RESULTS = new CopyOnWriteArrayList<>();

    private final EngineExecutionResults execution;
    private final List<LoadResult> results;

    private FixtureRun(EngineExecutionResults execution, List<LoadResult> results) {
        this.execution = execution;
        this.results = results;
    }

    /** Called by the fixtures' bodies. */
    static void saw(LoadResult result) {
        RESULTS.add(result);
    }

    /** Runs the class with these configuration parameters. */
    static FixtureRun of(Class<?> fixture, Map<String, String> parameters) {
        RESULTS.clear();
        EngineExecutionResults execution = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("llmbench.quiet", "true")
                // Whatever else runs on this machine: what they measure is in no verdict of the tests.
                .configurationParameter("llmbench.parallel", "true")
                .configurationParameters(parameters)
                .selectors(selectClass(fixture))
                .execute();
        return new FixtureRun(execution, new ArrayList<>(RESULTS));
    }

    long succeeded() {
        return execution.testEvents().succeeded().count();
    }

    long skipped() {
        return execution.testEvents().skipped().count();
    }

    /** What made tests fail, in order. */
    List<Throwable> failures() {
        return execution.testEvents().failed().stream().map(FixtureRun::failure).toList();
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** What the one test that failed fails with. */
    Throwable failure() {
        if (failures().size() != 1) {
            throw new AssertionError("Not one failure but " + failures());
        }
        return failures().get(0);
    }

    /** What JUnit was told of the tests by report entries, in order. */
    List<Map<String, String>> reportEntries() {
        return execution.testEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();
    }

    /** The results that bodies took, in order. */
    List<LoadResult> results() {
        return results;
    }

    /** The result that the one body took. */
    LoadResult result() {
        if (!failures().isEmpty()) {
            throw new AssertionError("The fixture failed", failures().get(0));
        }
        if (results.size() != 1) {
            throw new AssertionError("Not one result but " + results);
        }
        return results.get(0);
    }
}
