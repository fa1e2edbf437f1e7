/** The annotations and the package-private extension that runs them. */
@NullMarked
package dev.llmbench.junit;

import org.jspecify.annotations.NullMarked;
