/**
 * The records of a dataset's file, whatever its layout: lines, JSON arrays and CSV rows, compressed or not, with the
 * names that columns go by and the lines that cannot be read.
 */
@NullMarked
package dev.llmbench.dataset.record;

import org.jspecify.annotations.NullMarked;
