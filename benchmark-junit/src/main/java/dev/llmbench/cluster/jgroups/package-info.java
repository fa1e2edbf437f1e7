/** The messages of a cluster, carried by JGroups through a hub over TLS. Nothing else uses JGroups. */
@NullMarked
package dev.llmbench.cluster.jgroups;

import org.jspecify.annotations.NullMarked;
