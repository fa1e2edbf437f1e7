/**
 * The page of a run for people: report.html, one file that holds all that it shows. {@code Markup}
 * and {@code HtmlPage} make any such page, sections write one part of it each, and charts are
 * drawn in the browser from the JSON that it carries. Figures are worked out and put into words elsewhere.
 */
@NullMarked
package dev.llmbench.report.html;

import org.jspecify.annotations.NullMarked;
