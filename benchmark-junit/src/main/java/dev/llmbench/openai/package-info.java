/**
 * The protocol: request bodies, the reader of server-sent events, and what counts as a token or as an error, by
 * the server's own count or a tokenizer's. Turns one call
 * into one sample. Knows nothing of users, stages or budgets.
 */
@NullMarked
package dev.llmbench.openai;

import org.jspecify.annotations.NullMarked;
