package dev.llmbench.junit;

import dev.llmbench.simulator.Simulator;
import dev.llmbench.simulator.SimulatorBuilder;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a {@link Simulator} around the tests of a class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SimulatorExtension llm = SimulatorExtension.of(Simulator.builder().ttft(ofMillis(50)));
 * }</pre>
 *
 * <p>In a static field, one simulator serves all tests of the class and its nested classes. If several classes inherit the
 * field and run in parallel, it serves until the last of them ends. In an instance field, each test has a new one.
 */
public final class SimulatorExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private final SimulatorBuilder builder;
    private @Nullable Simulator simulator;
    /** The active contexts: classes that share a static field, nested classes, single tests. */
    private final Set<String> users = new HashSet<>();

    private SimulatorExtension(SimulatorBuilder builder) {
        this.builder = builder;
    }

    /** Returns an extension that starts simulators with this builder. */
    public static SimulatorExtension of(SimulatorBuilder builder) {
        return new SimulatorExtension(builder);
    }

    /** Returns the base URL of the simulator, such as {@code http://127.0.0.1:49152}. */
    public String url() {
        return simulator().url();
    }

    /**
     * Returns the running simulator.
     *
     * @throws IllegalStateException if it hasn't been started yet or is closed
     */
    public synchronized Simulator simulator() {
        if (simulator == null) {
            throw new IllegalStateException("The simulator is not running: a SimulatorExtension in a field"
                    + " with @RegisterExtension runs it, from the first @BeforeAll (static field) or"
                    + " @BeforeEach (instance"
                    + " field) to the last @AfterAll or @AfterEach");
        }
        return simulator;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
    }

    private synchronized void start(ExtensionContext context) {
        users.add(context.getUniqueId());
        if (simulator == null) {
            simulator = builder.start();
        }
    }

    private synchronized void close(ExtensionContext context) {
        users.remove(context.getUniqueId());
        if (simulator != null && users.isEmpty()) {
            simulator.close();
            simulator = null;
        }
    }
}
