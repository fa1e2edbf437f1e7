/**
 * A prompt, what is known of it, and the tokenizers that count its tokens. Knows the fields that a record gives it, and
 * nothing of files, requests or load.
 */
@NullMarked
package dev.llmbench.prompt;

import org.jspecify.annotations.NullMarked;
