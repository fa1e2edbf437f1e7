/**
 * The measurements: the recorder that gathers samples, and the result of a run, a stage or a window, with its validity.
 * Nothing here knows how the load was generated or how results are displayed.
 */
@NullMarked
package dev.llmbench.result;

import org.jspecify.annotations.NullMarked;
