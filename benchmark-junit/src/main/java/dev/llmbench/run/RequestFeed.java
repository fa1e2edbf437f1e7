package dev.llmbench.run;

import dev.llmbench.openai.PreparedRequest;
import java.util.function.Supplier;

/** Supplies the requests of a run, one after another. For one thread at a time. */
public interface RequestFeed extends Supplier<PreparedRequest>, AutoCloseable {

    @Override
    default void close() {}
}
