package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.result.LoadResult;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OlderQuarkusTest {
    private final LoopbackServer server = new LoopbackServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Tag("fixture")
    @QuarkusTest
    static class TakesTheResult {
        @QuickLoad
        void test(LoadResult result) {
            FixtureRun.saw(result);
        }
    }

    @Tag("fixture")
    @QuarkusTest
    static class TakesNothing {
        @QuickLoad
        void test() {}
    }

    @Test
    void aResultThatCannotBeHandedOverIsRefusedBeforeTheLoad() {
        FixtureRun run = FixtureRun.of(TakesTheResult.class, Map.of("llm.url", server.url()));

        assertThat(run.failure())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("Quarkus before 3.22", "set the limits as budgets");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aTestThatIsJudgedByItsBudgetsAloneRuns() {
        assertThat(FixtureRun.of(TakesNothing.class, Map.of("llm.url", server.url()))
                        .succeeded())
                .isEqualTo(1);
    }
}
