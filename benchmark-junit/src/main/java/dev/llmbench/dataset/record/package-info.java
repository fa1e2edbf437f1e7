/**
 * The records of a dataset's file, whatever its layout: lines, JSON arrays and CSV rows, compressed or not, with the
 * names of columns and the lines that cannot be read.
 */
@NullMarked
package dev.llmbench.dataset.record;

import org.jspecify.annotations.NullMarked;
