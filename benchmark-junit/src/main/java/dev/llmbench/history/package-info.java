/**
 * Earlier runs: how files or a database record them, which of them can be compared with a run, and whether a run may be added
 * to them. Nothing here judges.
 */
@NullMarked
package dev.llmbench.history;

import org.jspecify.annotations.NullMarked;
