/**
 * Traces: the rows of a trace's file, when their requests arrived, and how long prompts and answers were.
 */
@NullMarked
package dev.llmbench.dataset.trace;

import org.jspecify.annotations.NullMarked;
