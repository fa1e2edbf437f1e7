/**
 * The JUnit extension: the annotations that describe a load test, and the package-private classes that read them, look
 * up what overrides them for one run, carry out the load before the test's body and hold budgets against its result. A
 * thin layer over {@link dev.llmbench.LoadTest}: whatever measures or judges belongs elsewhere.
 */
@NullMarked
package dev.llmbench.junit;

import org.jspecify.annotations.NullMarked;
