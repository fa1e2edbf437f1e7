/**
 * The configuration of a load test as values: the target, the request, the load with its stages, budgets and limits. Every
 * value is validated when it is created, so an existing plan can be carried out. Depends only on the names of the metrics,
 * the samples of requests, and custom APIs.
 */
@NullMarked
package dev.llmbench.plan;

import org.jspecify.annotations.NullMarked;
