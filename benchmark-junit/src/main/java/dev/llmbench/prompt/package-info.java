/**
 * Prompts, what is known about them, and the tokenizers that count their tokens. Knows the fields of a dataset's
 * records, but nothing about files, requests or load.
 */
@NullMarked
package dev.llmbench.prompt;

import org.jspecify.annotations.NullMarked;
