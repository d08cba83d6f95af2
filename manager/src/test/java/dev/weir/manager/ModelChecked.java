package dev.weir.manager;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tests by {@link Interleavings}: in the build in a JVM of their own (execution {@code interleavings} in the pom), which has the flags that Lincheck needs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("interleavings")
@EnabledIfSystemProperty(
        named = "weir.interleavings",
        matches = "\\d+",
        disabledReason = "needs the JVM of the surefire execution 'interleavings' in manager/pom.xml")
@interface ModelChecked {}
