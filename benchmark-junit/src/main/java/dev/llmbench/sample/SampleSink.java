package dev.llmbench.sample;

/**
 * Accepts samples. Unless documented otherwise, a sink is called by one thread.
 *
 * <pre>{@code
 * SampleSink sink = sample -> System.out.println(sample.id());
 * }</pre>
 */
@FunctionalInterface
public interface SampleSink {

    /** Accepts one sample. */
    void accept(RequestSample sample);

    /** Returns whether it is so far behind that a caller who can wait should do so before passing more samples. */
    default boolean isBehind() {
        return false;
    }

    /** Returns a sink that passes each sample to this sink and then to the other. */
    default SampleSink andThen(SampleSink other) {
        return sample -> {
            accept(sample);
            other.accept(sample);
        };
    }

    /** Returns a sink that ignores the samples of the other endpoint. */
    default SampleSink only(Arm arm) {
        return sample -> {
            if (sample.arm() == arm) {
                accept(sample);
            }
        };
    }
}
