package dev.llmbench.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A bisecting search for the highest arrival rate that holds all budgets. Each try holds one rate; the next is the geometric
 * mean of the highest rate that held and the lowest that broke, so that the precision is a share of the rate found. The
 * first is that of the two ends. The number of tries is known in advance, so a search has a fixed length.
 *
 * <pre>{@code
 * int rates = new RateSearch(1, 100, ofSeconds(30), 0.05).tries();
 * }</pre>
 *
 * @param lowest a rate that is assumed to hold, in requests per second
 * @param highest a rate that is assumed to break
 * @param hold how long each try lasts
 * @param precision how far apart the rate that held and the rate that broke may be at the end: 0.05 for 5 % of the lower
 */
public record RateSearch(double lowest, double highest, Duration hold, double precision) implements BreakpointHunt {

    /**
     * The number of stages of a try: a jump to its rate, the rate, a jump to zero, and a rest in which the server catches
     * up.
     */
    public static final int STAGES_OF_A_TRY = 4;

    private static final int MOST_TRIES = 50;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    public RateSearch {
        if (!(lowest > 0 && lowest < highest) || Double.isInfinite(highest)) {
            throw ConfigurationException.saying("profile = SEARCH searches between startRate = "
                    + LoadModel.number(lowest) + " and target = " + LoadModel.number(highest)
                    + " requests per second: both must be above 0, and target the higher one.");
        }
        if (hold.isZero() || hold.isNegative()) {
            throw ConfigurationException.of(
                    "hold", Durations.format(hold), "each rate is held for some time", "Write for example \"30s\"");
        }
        if (!(precision > 0 && precision < 1)) {
            throw ConfigurationException.of(
                    "precision", precision, "a precision is a share between 0 and 1", "Write for example 0.05 for 5 %");
        }
        if (tries(lowest, highest, precision) > MOST_TRIES) {
            throw ConfigurationException.of(
                    "precision", precision, "a search has at most " + MOST_TRIES + " tries", "Write for example 0.05");
        }
    }

    private static long tries(double lowest, double highest, double precision) {
        double halvings = Math.log(Math.log(highest / lowest) / Math.log1p(precision)) / Math.log(2);
        // A range that is narrow enough from the start is still worth a look at its middle.
        return Math.max(1, Math.round(Math.ceil(halvings - 1e-9)));
    }

    /** Returns the number of rates to try. */
    public int tries() {
        return (int) tries(lowest, highest, precision);
    }

    /** Returns how long the server may catch up between two tries. */
    public Duration rest() {
        return hold.dividedBy(4);
    }

    /** Returns the rate that bisects the range between two others, rounded to four digits for readability. */
    public static double between(double held, double broke) {
        return new BigDecimal(Math.sqrt(held * broke)).round(FOUR_DIGITS).doubleValue();
    }

    /** Returns when a try, counted from 0, begins, from the start of the search. */
    public Duration startOf(int attempt) {
        return hold.plus(rest()).multipliedBy(attempt);
    }

    /** Returns the stages of the search at the rates that were tried; the rest are at zero. */
    public List<Stage> stages(List<Double> rates) {
        List<Stage> stages = new ArrayList<>();
        for (int attempt = 0; attempt < tries(); attempt++) {
            double rate = attempt < rates.size() ? rates.get(attempt) : 0;
            stages.add(new Stage(rate, Duration.ZERO));
            stages.add(new Stage(rate, hold));
            stages.add(new Stage(0, Duration.ZERO));
            stages.add(new Stage(0, rest()));
        }
        return List.copyOf(stages);
    }

    /** Returns the stages before the search has begun, at the first rate to try. */
    public List<Stage> stages() {
        return stages(List.of(between(lowest, highest)));
    }

    @Override
    public String inWords() {
        return "search between " + LoadModel.number(lowest) + " and " + LoadModel.number(highest) + "/s, each rate for "
                + Durations.format(hold) + ", at most " + tries() + " of them";
    }
}
