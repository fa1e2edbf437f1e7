package dev.llmbench.run;

import dev.llmbench.openai.PreparedRequest;
import java.util.function.Supplier;

/** Supplies the requests of a run in order. Only one thread may use it. */
public interface RequestFeed extends Supplier<PreparedRequest>, AutoCloseable {

    @Override
    default void close() {}
}
