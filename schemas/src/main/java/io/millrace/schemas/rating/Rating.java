package io.millrace.schemas.rating;

import io.millrace.schemas.money.Money;
import java.util.List;

/** What one call costs the platform, and what its workspace is charged. */
public sealed interface Rating {
    /** What the provider takes. */
    Money cost();

    /** What the workspace is drawn. */
    Money charge();

    /** A price was in force: the lines sum exactly to the cost. */
    record Priced(String priceId, int priceVersion, List<CostLine> lines, Money cost, Money charge) implements Rating {}

    /** No price was in force: counted and alerted, and never to be read as free of charge. */
    record Unpriced() implements Rating {
        @Override
        public Money cost() {
            return Money.ZERO;
        }

        @Override
        public Money charge() {
            return Money.ZERO;
        }
    }
}
