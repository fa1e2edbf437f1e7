/**
 * Earlier runs: the files that they are kept in, which of them can be compared with a run, and whether this one may be added
 * to them. Judges nothing.
 */
@NullMarked
package dev.llmbench.history;

import org.jspecify.annotations.NullMarked;
