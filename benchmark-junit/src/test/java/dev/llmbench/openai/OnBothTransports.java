package dev.llmbench.openai;

import dev.llmbench.http.Carrier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that have each {@link Wire} made by the event loops, and once more by HttpClient. They hand their parameter on to it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@ExtendWith(OnBothTransports.BackToLoops.class)
@interface OnBothTransports {

    /** Leaves nothing to other tests of the same thread. */
    class BackToLoops implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            Wire.carriedBy(Carrier.EVENT_LOOPS);
        }
    }
}
