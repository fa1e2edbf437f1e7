/**
 * The HTML report, a single file that contains everything it shows. {@code Markup} and {@code HtmlPage} can create any
 * such page, each section writes one part of it, and charts are drawn in the browser from JSON in the page. Figures are
 * computed and described elsewhere.
 */
@NullMarked
package dev.llmbench.report.html;

import org.jspecify.annotations.NullMarked;
