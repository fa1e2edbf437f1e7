/** Load tests in a module of their own. */
open module com.example.modular {
    requires dev.llmbench;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;
}
