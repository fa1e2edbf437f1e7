package dev.llmbench.sample;

/**
 * Where samples go. Unless it says otherwise a sink is fed by one thread.
 *
 * <pre>{@code
 * SampleSink sink = sample -> System.out.println(sample.id());
 * }</pre>
 */
@FunctionalInterface
public interface SampleSink {

    /** Takes one sample. */
    void accept(RequestSample sample);

    /** Feeds this sink and then the other. */
    default SampleSink andThen(SampleSink other) {
        return sample -> {
            accept(sample);
            other.accept(sample);
        };
    }
}
