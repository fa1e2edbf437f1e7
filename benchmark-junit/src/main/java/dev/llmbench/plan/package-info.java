/**
 * What is asked for, as data: the target, the request, the load with its stages, budgets and limits. Every value is
 * validated when it is made, so a plan that exists can be carried out. Uses the names of the metrics, what is known of
 * a request that ended, and an API of the test's own, and nothing else.
 */
@NullMarked
package dev.llmbench.plan;

import org.jspecify.annotations.NullMarked;
