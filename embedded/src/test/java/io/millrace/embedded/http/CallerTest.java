package io.millrace.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void aPlainCommonNameIsTheCaller() {
        assertThat(Caller.name("CN=setup")).isEqualTo("setup");
    }

    /** So that no authority's other department poses as one of ours. */
    @Test
    void aNameOfAnotherFormIsNobodys() {
        for (String name : new String[] {
            "CN=setup,O=elsewhere", "O=setup", "CN=Setup", "CN=setup+UID=1", "OU=x,CN=setup", "CN=", "", "CN=set up"
        }) {
            assertThat(Caller.name(name)).as(name).isNull();
        }
    }
}
