package io.millrace.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class QueryStringTest {
    @Test
    void namesAndValuesAreDecodedInOrder() {
        assertThat(QueryString.parse("metadata%5Btopup_id%5D=a+b&amount=50&&flag&amount=60&empty="))
                .containsExactly(
                        entry("metadata[topup_id]", "a b"),
                        entry("amount", "60"),
                        entry("flag", ""),
                        entry("empty", ""));
    }

    @Test
    void nothingHasNoParameters() {
        assertThat(QueryString.parse("")).isEmpty();
    }

    @Test
    void brokenEscapeIsRefused() {
        assertThatThrownBy(() -> QueryString.parse("a=%zz")).isInstanceOf(IllegalArgumentException.class);
    }
}
