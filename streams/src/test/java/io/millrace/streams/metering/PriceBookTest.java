package io.millrace.streams.metering;

import static io.millrace.schemas.rating.Component.INPUT;
import static io.millrace.streams.metering.Prices.named;
import static io.millrace.streams.metering.Prices.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.rating.Price;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceBookTest {
    private static final Price OLD = named("gpt-5", 100, null, rate(INPUT, "2e-6"));
    private static final Price NEW = named("gpt-5", 200, null, rate(INPUT, "1e-6"));
    private static final Price DATED = named("gpt-5-2025-08-07", 100, 150L, rate(INPUT, "3e-6"));
    private static final PriceBook BOOK = PriceBook.of(List.of(OLD, NEW, DATED));

    @Test
    void newestPriceInForceIsFound() {
        assertThat(BOOK.lookup("openai", "gpt-5", 99)).isNull();
        assertThat(BOOK.lookup("openai", "gpt-5", 100)).isEqualTo(OLD);
        assertThat(BOOK.lookup("openai", "gpt-5", 199)).isEqualTo(OLD);
        assertThat(BOOK.lookup("openai", "gpt-5", 200)).isEqualTo(NEW);
    }

    @Test
    void exactNameComesBeforeTheNameWithoutDate() {
        assertThat(BOOK.lookup("openai", "gpt-5-2025-08-07", 149)).isEqualTo(DATED);
        assertThat(BOOK.lookup("openai", "gpt-5-2025-08-07", 150)).isEqualTo(OLD);
    }

    @Test
    void aliasAndDatedNamesLeadToThePrice() {
        for (String name : List.of("gpt-5-alias", "gpt-5-20250929", "gpt-5@20250929", "gpt-5-alias-2025-01-01")) {
            assertThat(BOOK.lookup("openai", name, 500)).as(name).isEqualTo(NEW);
        }
    }

    @Test
    void anythingElseHasNoPrice() {
        for (String name : List.of("gpt-5-mini", "gpt-5-2025-8-7", "gpt-5-2025092", "-20250929", "")) {
            assertThat(BOOK.lookup("openai", name, 500)).as(name).isNull();
        }
        assertThat(BOOK.lookup("azure", "gpt-5", 500)).isNull();
    }
}
