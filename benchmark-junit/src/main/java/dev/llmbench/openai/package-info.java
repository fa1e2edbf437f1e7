/**
 * The protocol: request bodies, the reader of server-sent events, and what counts as a token (by the server's own count
 * or a tokenizer's) or as an error. Turns one call into one sample. Knows nothing about users, stages or budgets.
 */
@NullMarked
package dev.llmbench.openai;

import org.jspecify.annotations.NullMarked;
