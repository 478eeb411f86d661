package io.millrace.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.Price;
import io.millrace.avro.PriceRate;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.ReasoningMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A version that breaks a rule is named and left out, so that the commands that mend it still work. */
class PriceCommandTest {
    private final List<String> complaints = new ArrayList<>();

    @Test
    void badVersionIsNamedAndLeftOut() {
        Price avro = RatingMapping.toAvro(new io.millrace.schemas.rating.Price(
                "openai/gpt@2026-01-01",
                1,
                "openai",
                "gpt",
                List.of(),
                0,
                null,
                ReasoningMode.INCLUDED,
                List.of(ComponentRate.base(Component.INPUT, new Rate(400_000))),
                "test",
                List.of(),
                List.of(),
                null));
        assertThat(PriceCommand.read("openai/gpt@2026-01-01", avro, complaints::add))
                .isPresent();
        assertThat(complaints).isEmpty();
        PriceRate rate = avro.getRates().get(0);
        rate.setPicoUsdPerUnit(-1);
        assertThat(PriceCommand.read("openai/gpt@2026-01-01", avro, complaints::add))
                .isEmpty();
        assertThat(complaints).singleElement().asString().contains("openai/gpt@2026-01-01", "-1");
    }
}
