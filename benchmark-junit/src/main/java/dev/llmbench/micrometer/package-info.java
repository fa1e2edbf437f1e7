/**
 * Publishes a run's figures as Micrometer meters while it runs, next to the server's own. This is the only package that
 * uses Micrometer, which is optional: no class of this package is loaded unless a test asks for it.
 */
@NullMarked
package dev.llmbench.micrometer;

import org.jspecify.annotations.NullMarked;
