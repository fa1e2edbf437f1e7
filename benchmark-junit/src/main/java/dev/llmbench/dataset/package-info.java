/**
 * Datasets: finding, recognising, reading, checking and making them, and the order in which prompts are handed out.
 * Knows nothing of requests, endpoints or load.
 */
@NullMarked
package dev.llmbench.dataset;

import org.jspecify.annotations.NullMarked;
