/**
 * Finds, recognises, reads, checks and generates datasets, and determines the order in which prompts are handed out.
 * Knows nothing about requests, endpoints or load.
 */
@NullMarked
package dev.llmbench.dataset;

import org.jspecify.annotations.NullMarked;
