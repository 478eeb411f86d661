package io.millrace.billing.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.millrace.schemas.money.Money;
import java.io.IOException;
import java.math.BigDecimal;

/** Money as a decimal text of dollars with 2 to 9 places, such as 12.50; no exponent, no sign of a currency. */
final class UsdText {
    /** What is read; at most 9,999,999,999 dollars. */
    static final String PATTERN = "^-?[0-9]{1,10}(\\.[0-9]{1,9})?$";

    private static final int PLACES = 9;
    private static final int PLACES_MIN = 2;

    private UsdText() {}

    /** Exact. */
    static BigDecimal decimal(Money money) {
        BigDecimal usd = BigDecimal.valueOf(money.nanoUsd(), PLACES).stripTrailingZeros();
        return usd.scale() < PLACES_MIN ? usd.setScale(PLACES_MIN) : usd;
    }

    static final class Writer extends StdScalarSerializer<Money> {
        Writer() {
            super(Money.class);
        }

        @Override
        public void serialize(Money value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(decimal(value).toPlainString());
        }
    }

    static final class Reader extends StdScalarDeserializer<Money> {
        Reader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getValueAsString();
            if (!json.currentToken().isScalarValue() || json.currentToken().isNumeric() || text == null) {
                return (Money) context.handleUnexpectedToken(Money.class, json);
            }
            if (text.matches(PATTERN)) {
                try {
                    return Money.parseUsd(text);
                } catch (IllegalArgumentException e) {
                    return (Money) context.handleWeirdStringValue(Money.class, text, "too large");
                }
            }
            return (Money) context.handleWeirdStringValue(Money.class, text, "no decimal text");
        }
    }
}
