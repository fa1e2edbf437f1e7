/**
 * What a user says of an endpoint that is not in the shape of OpenAI's: how its requests are built, and where its answers
 * hold the output.
 */
@NullMarked
package dev.llmbench.endpoint;

import org.jspecify.annotations.NullMarked;
