package io.millrace.streams.topology;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.ReferenceBudgets;
import io.millrace.streams.metering.ReferenceRater;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The whole metering as lists, sets and big numbers: what each record must do, one after the other. */
final class ReferenceMetering {
    /** A call as it stands, and every event id it is known by. */
    static final class Call {
        final List<UUID> ids = new ArrayList<>();
        Usage usage;
        Rating rating;

        Call(Usage usage, Rating rating) {
            this.usage = usage;
            this.rating = rating;
            ids.add(usage.eventId());
        }
    }

    final ReferenceBudgets budgets;
    final List<String> rated = new ArrayList<>();
    final ReferenceDrawdowns drawdowns;
    private final List<Price> prices = new ArrayList<>();
    private final Set<UUID> seen = new HashSet<>();
    private final Workspace workspace;
    long duplicates;

    ReferenceMetering(ReferenceBudgets budgets, Workspace workspace) {
        this.budgets = budgets;
        this.workspace = workspace;
        drawdowns = new ReferenceDrawdowns(workspace);
    }

    void price(Price price) {
        prices.add(price);
    }

    /** The call, new or the one that it repeats. */
    void call(Call call) {
        if (!seen.add(call.usage.eventId())) {
            duplicates++;
            return;
        }
        call.rating = rating(call.usage);
        budgets.usage(call.usage, call.rating);
        note(call, new Rating.Unpriced());
    }

    void correct(Call call, Usage correction) {
        seen.add(correction.eventId());
        Rating rating = rating(correction);
        budgets.correct(call.usage, call.rating, correction, rating);
        Rating before = call.rating;
        call.usage = correction;
        call.rating = rating;
        call.ids.add(correction.eventId());
        note(call, before);
    }

    private void note(Call call, Rating before) {
        drawdowns.add(
                call.usage,
                call.rating.charge().minus(before.charge()),
                call.rating.cost().minus(before.cost()));
        rated.add(text(
                call.usage.eventId().toString(),
                call.rating.cost().nanoUsd(),
                call.rating.charge().nanoUsd()));
    }

    static String text(String eventId, long costNanoUsd, long chargeNanoUsd) {
        return eventId + " " + costNanoUsd + " " + chargeNanoUsd;
    }

    private Rating rating(Usage usage) {
        return prices.stream()
                .filter(price -> price.model().equals(usage.call().modelServed())
                        && price.effectiveFromMicros() <= usage.occurredAtMicros())
                .max(Comparator.comparingLong(Price::effectiveFromMicros))
                .<Rating>map(price -> priced(usage, price))
                .orElseGet(Rating.Unpriced::new);
    }

    private Rating priced(Usage usage, Price price) {
        long cost = ReferenceRater.amount(usage, price);
        long charge = ReferenceRater.charge(usage, cost, workspace, null);
        return new Rating.Priced(price.priceId(), price.version(), List.of(), new Money(cost), new Money(charge));
    }
}
