package dev.llmbench.report.html;

/** One part of a page. */
@FunctionalInterface
interface Section {
    void addTo(Markup page);
}
