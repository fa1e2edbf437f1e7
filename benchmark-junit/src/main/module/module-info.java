/**
 * Load tests of LLM endpoints as JUnit tests. Exported packages are for users; the public types of others are only for use
 * within the module. The module is open because JUnit, Jackson, picocli and AssertJ's proxies access its types by reflection.
 * Optional dependencies are required statically but not transitively, since the compiler demands that transitive ones exist.
 */
open module dev.llmbench {
    requires com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires HdrHistogram;
    requires java.logging;
    requires java.management;
    requires static java.sql;
    requires jdk.management;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.apache.httpcomponents.core5.httpcore5.h2;
    requires org.opentest4j;
    requires static info.picocli;
    requires static jtokkit;
    requires static micrometer.core;
    requires static org.jgroups;
    requires static org.jspecify;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.commons;

    exports dev.llmbench;
    exports dev.llmbench.assertj;
    exports dev.llmbench.budget;
    exports dev.llmbench.endpoint;
    exports dev.llmbench.junit;
    exports dev.llmbench.metric;
    exports dev.llmbench.micrometer;
    exports dev.llmbench.plan;
    exports dev.llmbench.prompt;
    exports dev.llmbench.regression;
    exports dev.llmbench.result;
    exports dev.llmbench.sample;
    exports dev.llmbench.simulator;
    exports dev.llmbench.stats;
}
