package io.millrace.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceLogTest {
    @Test
    void theVariableGoesOverTheTerminal() {
        assertThat(ServiceLog.format("", /* terminal= */ false)).isEqualTo("json");
        assertThat(ServiceLog.format("", /* terminal= */ true)).isEqualTo("text");
        assertThat(ServiceLog.format(" JSON ", /* terminal= */ true)).isEqualTo("json");
        assertThat(ServiceLog.format("text", /* terminal= */ false)).isEqualTo("text");
        assertThat(ServiceLog.format("xml", /* terminal= */ false)).isEqualTo("json");
    }
}
