package dev.llmbench.sample;

/**
 * Samples of a run that can be read again, from its CSV for instance.
 *
 * <pre>{@code
 * SampleSource rows = RequestsCsv.reader(Path.of("requests.csv"));
 * boolean complete = rows.replay(sample -> System.out.println(sample.id()));
 * }</pre>
 */
@FunctionalInterface
public interface SampleSource {

    /**
     * Hands every sample to the sink, in the order in which they ended.
     *
     * @return whether all samples of the run could be had
     */
    boolean replay(SampleSink sink);
}
