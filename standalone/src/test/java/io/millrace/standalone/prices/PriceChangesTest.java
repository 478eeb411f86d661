package io.millrace.standalone.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.time.Micros;
import io.millrace.standalone.prices.PriceChange.Kind;
import io.millrace.standalone.view.PriceView;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceChangesTest {
    private static final long FIRST_DAY = 0;
    private static final long SECOND_DAY = Micros.PER_DAY;

    @Test
    void priceOfAnUnknownModelIsNew() {
        PriceChange change = only(List.of(), price("acme/one@1", 7, FIRST_DAY, 5_000_000));

        assertThat(change.kind()).isEqualTo(Kind.NEW);
        assertThat(change.price().version()).isEqualTo(1);
        assertThat(PriceView.line(change)).startsWith("+ acme/one@1").endsWith("v1  INPUT=5");
    }

    @Test
    void sameRowAgainIsUnchangedWhateverItsVersion() {
        Price known = price("acme/one@1", 3, FIRST_DAY, 5_000_000);
        PriceChange change = only(List.of(known), price("acme/one@1", 1, FIRST_DAY, 5_000_000));

        assertThat(change.kind()).isEqualTo(Kind.UNCHANGED);
        assertThat(change.price()).isEqualTo(known);
    }

    @Test
    void rowWithOtherRatesGetsTheNextVersion() {
        PriceChange change = only(
                List.of(price("acme/one@1", 3, FIRST_DAY, 5_000_000)), price("acme/one@1", 1, FIRST_DAY, 4_000_000));

        assertThat(change.kind()).isEqualTo(Kind.CHANGED);
        assertThat(change.price().version()).isEqualTo(4);
        assertThat(PriceView.line(change)).endsWith("v4  INPUT 5 → 4");
    }

    @Test
    void priceOfALaterDateIsComparedWithTheOneItTakesOverFromAlsoInTheSameFile() {
        List<PriceChange> changes = PriceChanges.between(
                List.of(),
                List.of(price("acme/one@1", 1, FIRST_DAY, 5_000_000), price("acme/one@2", 1, SECOND_DAY, 500_000_000)));

        assertThat(changes.get(1).kind()).isEqualTo(Kind.NEW);
        assertThat(PriceView.jumps(changes.get(1)))
                .containsExactly("price acme/one@2 INPUT: 500 (expected: within 10x of 5, or --force)");
    }

    @Test
    void tenfoldIsNoJumpAndOnePicoDollarMoreIs() {
        assertThat(jumps(5, 50)).isFalse();
        assertThat(jumps(5, 51)).isTrue();
        assertThat(jumps(50, 5)).isFalse();
        assertThat(jumps(51, 5)).isTrue();
        assertThat(jumps(59, 6)).isFalse();
        assertThat(jumps(0, 1)).isTrue();
        assertThat(jumps(1, 0)).isTrue();
        assertThat(jumps(ComponentRate.PICO_USD_MAX, 1)).isTrue();
    }

    @Test
    void rateThatIsGoneShows() {
        Price two = new Price(
                "acme/one@1",
                1,
                "acme",
                "one",
                List.of(),
                FIRST_DAY,
                null,
                ReasoningMode.INCLUDED,
                List.of(
                        ComponentRate.base(Component.INPUT, new Rate(5_000_000)),
                        ComponentRate.base(Component.CACHE_READ, new Rate(500_000))),
                "");
        PriceChange change = only(List.of(two), price("acme/one@1", 1, FIRST_DAY, 5_000_000));

        assertThat(PriceView.line(change)).endsWith("v2  CACHE_READ 0.5 → none");
    }

    private static boolean jumps(long before, long after) {
        PriceChange change =
                only(List.of(price("acme/one@1", 1, FIRST_DAY, before)), price("acme/one@1", 1, FIRST_DAY, after));
        return !change.jumps().isEmpty();
    }

    private static PriceChange only(List<Price> known, Price imported) {
        return PriceChanges.between(known, List.of(imported)).get(0);
    }

    private static Price price(String id, int version, long from, long picoUsdPerToken) {
        return new Price(
                id,
                version,
                "acme",
                "one",
                List.of(),
                from,
                null,
                ReasoningMode.INCLUDED,
                List.of(ComponentRate.base(Component.INPUT, new Rate(picoUsdPerToken))),
                "");
    }
}
