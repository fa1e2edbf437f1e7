/**
 * The measurements: the recorder that gathers samples, and the result of a run, a stage or a window, with its validity. Nothing here knows how the load was made or how it is shown.
 */
@NullMarked
package dev.llmbench.result;

import org.jspecify.annotations.NullMarked;
