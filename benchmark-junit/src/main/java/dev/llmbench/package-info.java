/** The programmatic face: build a load test, run it, read its result. */
@NullMarked
package dev.llmbench;

import org.jspecify.annotations.NullMarked;
