/**
 * The directory of a run: its files written, kept and rotated, and finished runs read back from them.
 */
@NullMarked
package dev.llmbench.report.files;

import org.jspecify.annotations.NullMarked;
