package dev.llmbench.result;

import dev.llmbench.metric.LatencyHistogram;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Collects the dispatch lag of each worker, since a bad one of many would hardly show in the merged percentiles. */
final class WorkerLags {
    private static final Statistic P99 = Statistic.percentile(99);

    private final Map<Integer, LatencyHistogram> byWorker = new HashMap<>();

    void accept(RequestSample sample) {
        if (sample.worker() == 0 || sample.phase() == Phase.WARMUP || sample.outcome() != Outcome.OK) {
            return;
        }
        long lag = Metric.DISPATCH_LAG.least(sample);
        if (lag != Moments.ABSENT) {
            byWorker.computeIfAbsent(sample.worker(), worker -> new LatencyHistogram())
                    .record(lag);
        }
    }

    /** Returns the facts with the lag of each worker. */
    RunFacts in(RunFacts facts) {
        return facts.toBuilder()
                .workers(facts.workers().stream()
                        .map(worker -> worker.withLagP99(p99(worker.number())))
                        .toList())
                .build();
    }

    private OptionalDouble p99(int worker) {
        LatencyHistogram lags = byWorker.get(worker);
        return lags == null ? OptionalDouble.empty() : lags.snapshot().micros(P99);
    }
}
