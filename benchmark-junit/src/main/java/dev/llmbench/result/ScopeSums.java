package dev.llmbench.result;

import dev.llmbench.plan.LoadPlan;
import dev.llmbench.sample.Outcome;
import dev.llmbench.sample.TokenSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The sums of a part of a run, apart from its latencies. */
final class ScopeSums {
    final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    final Set<TokenSource> tokenSources = EnumSet.noneOf(TokenSource.class);
    final ModelWork work = new ModelWork();
    final GeneratorEffect added;
    long good;

    /** The number of requests that ended ok and whose first and last token can only be guessed. */
    long guessed;

    /** The number of requests that ended ok and whose TPOT is based on a guess. */
    long guessedTpot;

    Completed completed = Completed.NONE;

    ScopeSums(LoadPlan plan) {
        this.added = new GeneratorEffect(plan);
    }

    void add(ScopeSums other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        tokenSources.addAll(other.tokenSources);
        work.add(other.work);
        added.add(other.added);
        good += other.good;
        guessed += other.guessed;
        guessedTpot += other.guessedTpot;
        completed = completed.plus(other.completed);
    }
}
