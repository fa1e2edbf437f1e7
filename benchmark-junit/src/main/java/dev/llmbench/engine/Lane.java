package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.openai.Transport;
import dev.llmbench.sample.Arm;
import java.util.function.Supplier;

/**
 * Where the requests of an arm come from, and where they go.
 *
 * @param transport sends them
 * @param requests gives the next one; asked by the engine's thread
 */
public record Lane(Arm arm, Transport transport, Supplier<PreparedRequest> requests) {}
