package dev.llmbench.budget;

import dev.llmbench.result.ErrorCount;
import dev.llmbench.result.GeneratorLine;
import dev.llmbench.result.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a failure message: first what failed, then the reason as far as it is known, and where to look. */
final class FailureMessage {
    private static final int MOST_ERRORS = 5;
    private static final String INVALID = "INVALID";
    private static final String CONTEXT = "The load generator";

    private final LoadResult result;
    private final List<String> lines = new ArrayList<>();

    FailureMessage(LoadResult result) {
        this.result = result;
    }

    /** Returns a failure message without its context, which reports show in their own way. */
    static String withoutContext(String message) {
        int context = message.indexOf("\n" + CONTEXT);
        return context < 0 ? message : message.substring(0, context);
    }

    /** Returns the message of one verdict. If the run is invalid, its causes are added as a possible reason. */
    String of(Verdict verdict) {
        return of(verdict.message());
    }

    /** Returns the message of one finding. */
    String of(String finding) {
        lines.add(finding);
        result.validity().causes().forEach(cause -> lines.add("The run is " + INVALID + ": " + cause));
        return withContext();
    }

    String of(List<Verdict> failures, int budgets, List<String> invalidCauses) {
        Optional<String> aborted = result.facts().aborted();
        if (failures.isEmpty()
                && invalidCauses.isEmpty()
                && aborted.isEmpty()
                && result.incompleteFiles().isEmpty()) {
            return "";
        }
        aborted.ifPresent(why -> lines.add("The run " + why));
        lines.addAll(result.incompleteFiles());
        if (failures.isEmpty() && invalidCauses.isEmpty()) {
            return withContext();
        }
        if (failures.size() == 1 && invalidCauses.isEmpty()) {
            lines.add(failures.get(0).message());
        } else if (failures.isEmpty() && invalidCauses.size() == 1) {
            lines.add("The run is " + INVALID + ": " + invalidCauses.get(0));
        } else {
            lines.add(headline(failures, budgets, invalidCauses));
            addRows(failures, invalidCauses);
        }
        return withContext();
    }

    private String headline(List<Verdict> failures, int budgets, List<String> invalidCauses) {
        String failed = budgets
                + (budgets == 1 ? " budget: " : " budgets: ")
                + Stream.of(
                                counted(failures, Verdict.Kind.BREACH, "broken"),
                                counted(failures, Verdict.Kind.NO_SAMPLE, "never measured"),
                                counted(failures, Verdict.Kind.INCONCLUSIVE, "undecided"),
                                counted(failures, Verdict.Kind.PASS, "not proven"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", "));
        String invalid = "the run is " + INVALID;
        String both = failures.isEmpty() ? invalid : invalidCauses.isEmpty() ? failed : failed + ", and " + invalid;
        return result.plan().test() + ": " + both;
    }

    private static Optional<String> counted(List<Verdict> failures, Verdict.Kind kind, String word) {
        long count = failures.stream().filter(verdict -> verdict.kind() == kind).count();
        return count == 0 ? Optional.empty() : Optional.of(count + " " + word);
    }

    private void addRows(List<Verdict> failures, List<String> invalidCauses) {
        int width = Math.max(
                INVALID.length(),
                failures.stream()
                        .mapToInt(verdict -> verdict.word().length())
                        .max()
                        .orElse(0));
        for (Verdict verdict : failures) {
            String remark = verdict.remark().isEmpty() ? "" : "; " + verdict.remark();
            lines.add(row(width, verdict.word(), verdict.finding() + verdict.excess() + remark));
        }
        invalidCauses.forEach(cause -> lines.add(row(width, INVALID, cause)));
    }

    private static String row(int width, String word, String text) {
        return "  " + word + " ".repeat(width - word.length()) + "  " + text;
    }

    private String withContext() {
        boolean fine = result.validity().isValid() && result.generatorHint().isEmpty();
        lines.add(CONTEXT + (fine ? " was fine: " : ": ") + GeneratorLine.of(result));
        result.generatorHint().ifPresent(lines::add);
        addErrors(result.commonestErrors().stream().limit(MOST_ERRORS).toList());
        result.report().ifPresent(page -> lines.add("Report: " + page));
        result.requestsCsv().ifPresent(csv -> lines.add("Every request: " + csv));
        return String.join("\n", lines);
    }

    private void addErrors(List<ErrorCount> errors) {
        if (errors.isEmpty()) {
            return;
        }
        lines.add("Commonest errors of the run:");
        int countWidth = errors.stream()
                .mapToInt(error -> number(error.count()).length())
                .max()
                .orElse(0);
        int wordWidth = errors.stream()
                .mapToInt(error -> error.outcome().word().length())
                .max()
                .orElse(0);
        for (ErrorCount error : errors) {
            String count = number(error.count());
            String word = error.outcome().word();
            lines.add(("  " + " ".repeat(countWidth - count.length()) + count + " × " + word
                            + " ".repeat(wordWidth - word.length()) + "  "
                            + error.message().replaceAll("\\s+", " "))
                    .stripTrailing());
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
