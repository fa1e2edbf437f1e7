package dev.llmbench.result;

import dev.llmbench.regression.ArmValues;
import dev.llmbench.regression.BlockRatio;
import dev.llmbench.regression.Blocks;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.MeasuredFigure;
import dev.llmbench.regression.PairJudge;
import dev.llmbench.regression.PairQuestion;
import dev.llmbench.regression.PairRatio;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.sample.Arm;
import dev.llmbench.sample.Moments;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.Phase;
import dev.llmbench.sample.RequestSample;
import dev.llmbench.sample.SampleSink;
import dev.llmbench.sample.SampleSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The two endpoints of a run, which are compared block by block: in each block, the noise that both share cancels out.
 *
 * <pre>{@code
 * result.endpointPair().ifPresent(pair -> System.out.println(pair.baseline().ttft()));
 * }</pre>
 */
public final class EndpointPair {
    private final LoadResult candidate;
    private final LoadResult baseline;
    private final SampleSource samples;

    EndpointPair(LoadResult candidate, LoadResult baseline, SampleSource samples) {
        this.candidate = candidate;
        this.baseline = baseline;
        this.samples = samples;
    }

    /** Returns the result of the endpoint that the test's own is compared with. */
    public LoadResult baseline() {
        return baseline;
    }

    /**
     * Judges budgets on both endpoints. Reads the samples again. Skips a budget if an endpoint lacks its figure.
     *
     * @param budgets all budgets of a test that are judged together
     * @param equalRuns how far apart the endpoints were in earlier runs in which both had the same code
     */
    public List<FigureComparison> compare(
            List<RelativeBudget> budgets, Function<ComparedFigure, List<PairRatio>> equalRuns) {
        List<RelativeBudget> asked = budgets.stream()
                .filter(budget -> candidate.figure(budget.figure()).isPresent()
                        && baseline.figure(budget.figure()).isPresent())
                .toList();
        List<Blocks> blocks = blocks(asked.stream().map(RelativeBudget::figure).toList());
        List<PairQuestion> questions = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            ComparedFigure figure = asked.get(i).figure();
            questions.add(new PairQuestion(
                    asked.get(i),
                    blocks.get(i),
                    candidate.figure(figure).orElseThrow().value(),
                    baseline.figure(figure).orElseThrow().value(),
                    baseline.plan().target().shownEndpoint(),
                    equalRuns.apply(figure)));
        }
        List<RelativeVerdict> verdicts = PairJudge.judge(questions);
        return IntStream.range(0, asked.size())
                .mapToObj(i -> comparison(verdicts.get(i), blocks.get(i)))
                .toList();
    }

    private FigureComparison comparison(RelativeVerdict verdict, Blocks blocks) {
        MeasuredFigure now = candidate.figure(verdict.budget().figure()).orElseThrow();
        return new FigureComparison(verdict, new RunFigure(now, "", "this run", true), List.of(), blocks.logs());
    }

    private List<Blocks> blocks(List<ComparedFigure> figures) {
        List<Values> all = figures.stream().map(Values::new).toList();
        samples.replay(sample -> all.forEach(values -> values.accept(sample)));
        return all.stream().map(Values::blocks).toList();
    }

    /** The values of one figure for each endpoint. */
    private final class Values implements SampleSink {
        private final ComparedFigure figure;
        private final Scope scope;
        private final ArmValues ofCandidate = new ArmValues();
        private final ArmValues ofBaseline = new ArmValues();

        Values(ComparedFigure figure) {
            this.figure = figure;
            this.scope = candidate.measured(figure).scope();
        }

        @Override
        public void accept(RequestSample sample) {
            if (figure.metric().isLatency()) {
                addLatency(sample);
            } else {
                addCompletion(sample);
            }
        }

        private void addLatency(RequestSample sample) {
            boolean isHere = scope.stage().isEmpty() || scope.stage().getAsInt() == sample.stage();
            if (sample.phase() != Phase.WARMUP && isHere) {
                add(sample.arm(), sample.at().scheduled(), latency(sample));
            }
        }

        /** A request that timed out counts with the time it waited: hanging must not look like speed. */
        private long latency(RequestSample sample) {
            return switch (sample.outcome()) {
                case OK -> figure.metric().of(sample);
                case TIMEOUT -> figure.metric().waited(sample);
                default -> Moments.ABSENT;
            };
        }

        private void addCompletion(RequestSample sample) {
            boolean counts = sample.phase() != Phase.WARMUP || takesTurns();
            if (sample.outcome() == Outcome.OK
                    && counts
                    && scope.contains(sample.at().end())) {
                Completed completed = Completed.of(sample, candidate.plan().goodput());
                add(sample.arm(), sample.at().end(), completed.amount(figure.metric()));
            }
        }

        private void add(Arm arm, long at, long value) {
            if (value > 0) {
                (arm == Arm.CANDIDATE ? ofCandidate : ofBaseline).add(at - scope.fromMicros(), (double) value);
            }
        }

        private boolean takesTurns() {
            return !candidate.facts().blocks().isEmpty();
        }

        Blocks blocks() {
            if (!takesTurns()) {
                return Blocks.simultaneous(figure, ofCandidate, ofBaseline, scope.length(), this::isDisturbed);
            }
            TreeMap<Integer, List<Block>> pairs = new TreeMap<>();
            candidate.facts().blocks().stream()
                    .filter(block -> block.within(scope.from(), scope.from().plus(scope.length()))
                            .equals(block.to().minus(block.from())))
                    .forEach(block -> pairs.computeIfAbsent(block.pair(), number -> new ArrayList<>())
                            .add(block));
            return Blocks.inTurns(
                    candidate.plan().against().orElseThrow().block(),
                    pairs.values().stream()
                            .filter(pair -> pair.size() == 2)
                            .map(pair -> part(pair.get(0), pair.get(1)))
                            .toList());
        }

        private Blocks.Part part(Block one, Block other) {
            Block first = one.arm() == Arm.CANDIDATE ? one : other;
            Block second = one.arm() == Arm.CANDIDATE ? other : one;
            return new Blocks.Part(
                    BlockRatio.of(figure, within(ofCandidate, first), within(ofBaseline, second)),
                    isDisturbed(from(first), to(first)) || isDisturbed(from(second), to(second)));
        }

        private double[] within(ArmValues values, Block block) {
            return values.between(from(block), to(block));
        }

        private long from(Block block) {
            return micros(block.from()) - scope.fromMicros();
        }

        private long to(Block block) {
            return micros(block.to()) - scope.fromMicros();
        }

        /**
         * Returns whether the generator stalled for longer than the plan tolerates, between two moments of the scope.
         */
        private boolean isDisturbed(long from, long to) {
            long tolerance = micros(candidate.plan().lagTolerance());
            return candidate.facts().stalls().each().stream()
                    .anyMatch(stall -> stall.micros() > tolerance
                            && stall.fromMicros() < to + scope.fromMicros()
                            && stall.toMicros() > from + scope.fromMicros());
        }

        private static long micros(Duration time) {
            return time.toNanos() / 1_000;
        }
    }
}
