/**
 * Prompts: what a dataset is, how one is found and read or made, in what order its prompts are handed out, and when those of a trace arrived. Knows nothing of requests, endpoints or load, and uses no other package
 * of the library.
 */
@NullMarked
package dev.llmbench.prompt;

import org.jspecify.annotations.NullMarked;
