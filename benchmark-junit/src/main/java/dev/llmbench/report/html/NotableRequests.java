package dev.llmbench.report.html;

import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;

/**
 * Keeps the single requests that a report shows while they come, in little memory: a random sample for a scatter, the
 * slowest, and samples of errors. Fed by one thread; costs a few comparisons a request.
 */
public final class NotableRequests implements SampleSink {
    private final TokenScatter scatter = new TokenScatter();
    private final SlowestRequests slowest = new SlowestRequests();
    private final ErrorSamples errors = new ErrorSamples();

    @Override
    public void accept(RequestSample sample) {
        if (sample.phase() == Phase.MEASURED) {
            scatter.accept(sample);
            slowest.accept(sample);
            errors.accept(sample);
        }
    }

    TokenScatter scatter() {
        return scatter;
    }

    SlowestRequests slowest() {
        return slowest;
    }

    ErrorSamples errors() {
        return errors;
    }
}
