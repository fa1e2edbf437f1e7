package dev.llmbench.report.csv;

/**
 * Keeps spreadsheets from taking text for a formula: an apostrophe goes before it. So that reading gives the same text
 * again, one goes before text that already looks defused, too.
 */
final class CsvFormula {
    private static final String STARTS = "=+-@\t\r";

    private CsvFormula() {}

    static String defuse(String text) {
        return startsFormula(text) ? '\'' + text : text;
    }

    static String restore(String cell) {
        return cell.startsWith("'") && startsFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) == '\'') {
            first++;
        }
        return first < text.length() && STARTS.indexOf(text.charAt(first)) >= 0;
    }
}
