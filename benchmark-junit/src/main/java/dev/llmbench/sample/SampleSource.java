package dev.llmbench.sample;

/**
 * The samples of a run, which can be read again, for example from its CSV.
 *
 * <pre>{@code
 * SampleSource rows = RequestsCsv.reader(Path.of("requests.csv"));
 * boolean complete = rows.replay(sample -> System.out.println(sample.id()));
 * }</pre>
 */
@FunctionalInterface
public interface SampleSource {

    /**
     * Passes every sample to the sink, in the order in which they ended.
     *
     * @return whether all samples of the run were available
     */
    boolean replay(SampleSink sink);

    /** Returns the samples of one endpoint. */
    default SampleSource of(Arm arm) {
        return sink -> replay(sink.only(arm));
    }
}
