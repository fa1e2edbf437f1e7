/**
 * The interface through which users support an API other than OpenAI's: it builds requests and finds the output in
 * answers.
 */
@NullMarked
package dev.llmbench.endpoint;

import org.jspecify.annotations.NullMarked;
