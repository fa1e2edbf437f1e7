package dev.llmbench.cluster.jgroups;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.logging.LogFactory;

/**
 * Keeps JGroups quiet. Its warnings are about attempts that it repeats, and its errors about connections of strangers and of
 * members that have left. Whatever matters reaches a listener or is thrown.
 */
final class JGroupsLogs {
    /** Without a reference, loggers are garbage collected together with their levels. */
    private static final Logger ALL = Logger.getLogger("org.jgroups");

    private static final Logger CONNECTIONS = Logger.getLogger("org.jgroups.blocks.cs");
    private static final Logger HUB = Logger.getLogger(Hub.Router.class.getName());

    private JGroupsLogs() {}

    /** Must be called before the first use of any other class of JGroups. */
    static void quiet() {
        LogFactory.useJdkLogger(true);
        ALL.setLevel(Level.SEVERE);
        CONNECTIONS.setLevel(Level.OFF);
        HUB.setLevel(Level.OFF);
    }
}
