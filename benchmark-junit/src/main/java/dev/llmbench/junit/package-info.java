/**
 * The JUnit extension: the annotations that describe a load test, and the package-private classes that read them, apply the
 * overrides of a run, run the load before the test's body and judge the budgets. A thin layer over {@link
 * dev.llmbench.LoadTest}: measuring and judging belong elsewhere.
 */
@NullMarked
package dev.llmbench.junit;

import org.jspecify.annotations.NullMarked;
