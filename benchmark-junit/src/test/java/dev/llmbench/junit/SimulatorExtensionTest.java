package dev.llmbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.llmbench.simulator.Simulator;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class SimulatorExtensionTest {

    private static final List<Simulator> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void staticFieldServesAllTestsOfTheClassAndItsNestedOnes() {
        run(PerClass.class, 3);

        assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
    }

    @Test
    void instanceFieldServesEachTestAnew() {
        run(PerTest.class, 2);

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void staticFieldServesUntilTheLastOfTheClassesThatShareItEnds() {
        SimulatorExtension shared = SimulatorExtension.of(Simulator.builder());
        ExtensionContext a = contextOf("A");
        ExtensionContext b = contextOf("B");

        shared.beforeAll(a);
        Simulator simulator = shared.simulator();
        shared.beforeAll(b);
        shared.afterAll(a);
        assertThat(shared.simulator()).isSameAs(simulator);

        shared.beforeEach(contextOf("B.test"));
        shared.afterEach(contextOf("B.test"));
        assertThat(shared.simulator()).isSameAs(simulator);

        shared.afterAll(b);
        assertThatIllegalStateException().isThrownBy(shared::simulator);
    }

    @Test
    void endOfAClassThatNeverBeganChangesNothing() {
        SimulatorExtension shared = SimulatorExtension.of(Simulator.builder());
        shared.beforeAll(contextOf("A"));

        shared.afterAll(contextOf("B"));

        assertThat(shared.url()).startsWith("http://127.0.0.1:");
        shared.afterAll(contextOf("A"));
    }

    private static ExtensionContext contextOf(String id) {
        return (ExtensionContext) Proxy.newProxyInstance(
                SimulatorExtensionTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getUniqueId");
                    return id;
                });
    }

    @Test
    void simulatorThatIsNotRunningSaysWhatRunsIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SimulatorExtension.of(Simulator.builder()).url())
                .withMessageContaining("@RegisterExtension");
    }

    private static void run(Class<?> fixture, int tests) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(tests).failed(0));
    }

    @Tag("fixture")
    static class PerClass {

        @RegisterExtension
        static final SimulatorExtension LLM = SimulatorExtension.of(Simulator.builder());

        @Test
        void one() {
            see(LLM);
        }

        @Test
        void other() {
            see(LLM);
        }

        @Nested
        class Inner {
            @Test
            void one() {
                see(LLM);
            }
        }
    }

    @Tag("fixture")
    static class PerTest {

        @RegisterExtension
        final SimulatorExtension llm = SimulatorExtension.of(Simulator.builder());

        @Test
        void one() {
            see(llm);
        }

        @Test
        void other() {
            see(llm);
        }
    }

    private static void see(SimulatorExtension extension) {
        assertThat(extension.url()).startsWith("http://127.0.0.1:");
        SEEN.add(extension.simulator());
    }
}
