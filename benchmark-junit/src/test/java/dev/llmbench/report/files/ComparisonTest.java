package dev.llmbench.report.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.Stage;
import dev.llmbench.report.Runs;
import dev.llmbench.report.console.ConsoleComparison;
import dev.llmbench.result.LoadResult;
import dev.llmbench.sample.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Load LONGER =
            Plans.load(1, new Stage(10, Duration.ofSeconds(30)), new Stage(10, Duration.ofMinutes(3)));

    private final LoadResult usual = of(Runs.plan());

    @Test
    void runsOfTheSameTestAreLikeWithLike() {
        assertThat(Comparison.of(usual, of(Runs.plan())).unlike()).isEmpty();
    }

    @Test
    void anotherEndpointAndAnotherLoadAreSaid() {
        LoadPlan other = at("http://elsewhere:8000/v1/chat/completions", Runs.plan(LONGER, GoodputLimits.NONE, true));

        assertThat(Comparison.of(usual, of(other)).unlike())
                .hasValue("The runs are not comparable: they differ in endpoint"
                        + " (http://localhost:8000/v1/chat/completions?api_key=*** against"
                        + " http://elsewhere:8000/v1/chat/completions), load (1 → 10 users 30s, 10 users 2m against"
                        + " 1 → 10 users 30s, 10 users 3m), which alone may explain any difference");
        assertThat(ConsoleComparison.render(usual, of(other), SavedRuns.TERMINAL))
                .contains("Beware      The runs are not comparable");
    }

    @Test
    void aServerOfATestIsTheSameAtWhateverPortItGot() {
        LoadResult before = of(at("http://localhost:41234/v1", Runs.plan()));

        assertThat(Comparison.of(before, of(at("http://localhost:50001/v1", Runs.plan())))
                        .unlike())
                .isEmpty();
        assertThat(Comparison.of(before, of(at("http://localhost:8000/v1", Runs.plan())))
                        .unlike())
                .isPresent();
    }

    @Test
    void noFigureIsADash() {
        LoadResult empty = Runs.result(Runs.plan(), List.of());

        assertThat(Comparison.of(usual, empty).rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(List.of(
                                row.before(),
                                row.after(),
                                row.difference(),
                                row.finding().words()))
                        .doesNotContain("-"));
        assertThat(Comparison.difference(OptionalDouble.of(0), OptionalDouble.of(1)))
                .isEqualTo("from zero");
    }

    private static LoadResult of(LoadPlan plan) {
        return Runs.result(plan, Runs.samples(TokenSource.USAGE));
    }

    private static LoadPlan at(String endpoint, LoadPlan plan) {
        return Plans.with(plan.target().at(URI.create(endpoint)), plan);
    }
}
