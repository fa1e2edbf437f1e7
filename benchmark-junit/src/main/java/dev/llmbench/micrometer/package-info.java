/**
 * A run's figures as Micrometer's meters while it goes on, so that they stand beside the server's own. The only package that
 * uses Micrometer, which is optional: nothing else loads a class from here unless a test asks for it.
 */
@NullMarked
package dev.llmbench.micrometer;

import org.jspecify.annotations.NullMarked;
