/** Carries the messages of a cluster by JGroups, through a hub and over TLS. No other package uses JGroups. */
@NullMarked
package dev.llmbench.cluster.jgroups;

import org.jspecify.annotations.NullMarked;
