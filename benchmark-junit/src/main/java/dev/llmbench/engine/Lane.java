package dev.llmbench.engine;

import dev.llmbench.openai.PreparedRequest;
import dev.llmbench.openai.Transport;
import dev.llmbench.sample.Arm;
import java.util.function.Supplier;

/**
 * The source and the destination of an arm's requests.
 *
 * @param transport sends the requests
 * @param requests supplies the next request; called by the engine's thread
 */
public record Lane(Arm arm, Transport transport, Supplier<PreparedRequest> requests) {}
