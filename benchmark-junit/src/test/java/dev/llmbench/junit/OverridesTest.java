package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    static class ChatLatencyIT {
        static class WhenWarm {}
    }

    private Optional<String> found() {
        TestId test = new TestId(ChatLatencyIT.WhenWarm.class, List.of(), "staysFast", Optional.empty(), List.of(), "");
        Sources sources = new Sources(key -> Optional.ofNullable(parameters.get(key)), environment, SettingsFile.NONE);
        return new Overrides(test.scopes(), sources).find("gracefulStop").map(Overrides.Given::text);
    }

    @Test
    void thereIsNoneWhereNothingIsSaid() {
        assertThat(found()).isEmpty();
    }

    @Test
    void aBlankValueCountsAsNone() {
        parameters.put("llmbench.graceful-stop", " ");
        environment.put("LLMBENCH_GRACEFUL_STOP", "");

        assertThat(found()).isEmpty();
    }

    @Nested
    class FromTheNarrowestKey {
        @Test
        void theKeyOfAllTestsIsTheLast() {
            environment.put("LLMBENCH_GRACEFUL_STOP", "variable of all");
            assertThat(found()).hasValue("variable of all");

            parameters.put("llmbench.graceful-stop", "all");
            assertThat(found()).hasValue("all");
        }

        @Test
        void theKeyOfAnEnclosingClassComesBeforeThatOfAllTests() {
            parameters.put("llmbench.graceful-stop", "all");
            environment.put("LLMBENCH_OVERRIDESTEST_CHATLATENCYIT_GRACEFUL_STOP", "variable of the enclosing class");
            assertThat(found()).hasValue("variable of the enclosing class");

            parameters.put("llmbench.OverridesTest.ChatLatencyIT.graceful-stop", "enclosing class");
            assertThat(found()).hasValue("enclosing class");
        }

        @Test
        void theKeyOfTheClassComesBeforeThatOfAnEnclosingOne() {
            parameters.put("llmbench.OverridesTest.ChatLatencyIT.graceful-stop", "enclosing class");
            parameters.put("llmbench.OverridesTest.ChatLatencyIT.WhenWarm.graceful-stop", "class");

            assertThat(found()).hasValue("class");
        }

        @Test
        void theKeyOfTheTestIsTheFirst() {
            parameters.put("llmbench.OverridesTest.ChatLatencyIT.WhenWarm.graceful-stop", "class");
            environment.put(
                    "LLMBENCH_OVERRIDESTEST_CHATLATENCYIT_WHENWARM_STAYSFAST_GRACEFUL_STOP", "variable of the test");
            assertThat(found()).hasValue("variable of the test");

            parameters.put("llmbench.OverridesTest.ChatLatencyIT.WhenWarm.staysFast.graceful-stop", "test");
            assertThat(found()).hasValue("test");
        }
    }
}
