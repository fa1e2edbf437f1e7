package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.sample.TurnPart;
import java.util.OptionalInt;

/** Checks that a plan can run conversations turn by turn. */
final class ConversationRules {
    private static final String ATTRIBUTE = "conversations";

    private ConversationRules() {}

    static void require(RequestOptions request, Load load, Measuring measuring) {
        if (!request.promptType().holdsMessages()) {
            throw refused(
                    "the history is sent as messages, but promptType is " + request.promptType(),
                    "Use a chat endpoint, such as http://localhost:8000/v1/chat/completions, or leave it out");
        }
        if (load.model().isOpen()) {
            throw refused(
                    "a conversation is run by a virtual user, but load is " + load.model()
                            + ", in which requests start at a rate" + " regardless of the responses",
                    "Use load = VIRTUAL_USERS with thinkTime, or leave it out");
        }
        if (measuring.twoLengths().isPresent()) {
            throw refused(
                    "tpotByDifference sends each prompt with two lengths, but a conversation continues from"
                            + " one response",
                    "Leave one of the two out");
        }
        if (request.extra().path("n").asInt(1) > 1) {
            throw refused(
                    "requestBody asks for n = " + request.extra().path("n").asInt()
                            + " answers, but a conversation continues from one",
                    "Leave n out");
        }
    }

    static void requireTurn(Metric metric, Statistic statistic, OptionalInt stage, int turn) {
        String attribute = "budgets.turn";
        if (turn < 1 || turn > TurnPart.MOST_APART) {
            throw ConfigurationException.of(
                    attribute,
                    turn,
                    "turns are counted from 1, and turns " + TurnPart.MOST_APART + " and later are measured together",
                    "Write 1 for the first turn");
        }
        if (stage.isPresent()) {
            throw ConfigurationException.of(
                    attribute, turn, "a budget is for a stage or for a turn", "Leave one of the two out");
        }
        if (metric == Metric.CHUNK_GAP || metric.kind() == Metric.Kind.UTILIZATION || statistic.isDerived()) {
            throw ConfigurationException.of(
                    attribute,
                    turn,
                    (metric.label() + " " + statistic.label()).strip() + " is not measured by turn",
                    "Use for example TTFT, TPOT, E2E or ERROR_RATE, or leave the turn out");
        }
    }

    /** Requires that a test whose budget names a turn has conversations. */
    static void requireTurns(Budget budget, boolean conversations) {
        if (budget.turn().isPresent() && !conversations) {
            throw ConfigurationException.of(
                    "budgets.turn",
                    budget.turn().getAsInt(),
                    "the test sends each record of its dataset as one request",
                    "Set conversations = true, or leave the turn out");
        }
    }

    private static ConfigurationException refused(String rule, String remedy) {
        return ConfigurationException.of(ATTRIBUTE, true, rule, remedy);
    }
}
