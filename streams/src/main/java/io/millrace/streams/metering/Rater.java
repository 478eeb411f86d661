package io.millrace.streams.metering;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.PriceReference;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.ReasoningMode;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;

/**
 * What a call costs and what its workspace is charged, at event time, for the model served. Stateless, thread-safe.
 *
 * <ul>
 *   <li>Every call, whatever its outcome, costs what its counts say; a count that was not reported bills nothing. The
 *       fee per request is due when an answer of the provider began: SUCCESS, PARTIAL or CANCELLED, no hit of the gateway's cache.
 *   <li>No price in force is {@link Rating.Unpriced}, also for a call that has nothing to bill.
 *   <li>Audio, image and video tokens are taken out of the uncached input (cache counts are the truth), in that order,
 *       and audio and image out of the output after reasoning; each only where it has a rate of its own.
 *   <li>Seconds of media are rounded up to whole seconds. Batch: the explicit rate, else half the standard token rate.
 *   <li>Within an off-peak window of the price (UTC, of the call's end) the off-peak rate of a component replaces its others.
 *   <li>The lines sum exactly, times the multiplier of the call's region, and are rounded once, half-even, to nano-USD.
 *   <li>The charge is the cost times the workspace's markup, half-even. Where the workspace has a price of its own for the
 *       model, that price makes the charge instead, under the same rules. A call with the customer's own provider key is
 *       charged the cost times the markup for such keys, whatever prices the workspace has: those are for what the platform
 *       bought, and such a call is paid by the customer. Without the provider's price the cost is unknown, so the call
 *       is unpriced even where there is a price of the workspace's own.
 * </ul>
 */
public final class Rater {
    /** More than one call can cost or charge; keeps the sums of a workspace far from overflow. */
    public static final Money CALL_MAX = new Money(1_000_000 * Money.NANO_PER_USD);

    public static final String OVERFLOW_CODE = "COST_OVERFLOW";

    private static final long MILLIS_PER_SECOND = 1_000;

    private Rater() {}

    /** @throws MillraceException with code COST_OVERFLOW when cost or charge exceed {@link #CALL_MAX} */
    public static Rating rate(Usage usage, Workspace workspace, PriceBook book) {
        ModelCall call = usage.call();
        RateCard card = book.card(call, usage.occurredAtMicros());
        if (card == null) {
            return new Rating.Unpriced();
        }
        Bill bill = bill(usage, card);
        long multiplierPpm = card.multiplierPpm(call.region());
        Money cost = requireBounded("cost", bill.total(multiplierPpm));
        RateCard own = ownKey(usage) ? null : book.ownCard(usage.workspaceId(), call, usage.occurredAtMicros());
        Money charge = own == null
                ? cost.timesPpm(ownKey(usage) ? workspace.ownKeyMarkupPpm() : workspace.markupPpm())
                : bill(usage, own).total(own.multiplierPpm(call.region()));
        return new Rating.Priced(
                card.price().priceId(),
                card.price().version(),
                bill.lines(),
                multiplierPpm,
                cost,
                requireBounded("charge", charge),
                own == null ? null : reference(own.price()));
    }

    private static Bill bill(Usage usage, RateCard card) {
        Bill bill = new Bill(card, card.request(usage));
        addInput(bill, usage.tokens());
        addOutput(bill, usage.tokens(), card.price().reasoningMode());
        addUnits(bill, usage.units());
        if (answered(usage.result().outcome()) && !usage.call().gatewayCacheHit()) {
            bill.add(Component.REQUEST, 1);
        }
        return bill;
    }

    private static boolean ownKey(Usage usage) {
        return usage.credentialMode() == CredentialMode.BRING_YOUR_OWN;
    }

    private static PriceReference reference(Price price) {
        return new PriceReference(price.priceId(), price.version());
    }

    private static void addInput(Bill bill, TokenCounts tokens) {
        long text = tokens.uncachedOrTotal();
        text = bill.take(Component.AUDIO_INPUT, orZero(tokens.audioInput()), text);
        text = bill.take(Component.IMAGE_INPUT, orZero(tokens.imageInput()), text);
        text = bill.take(Component.VIDEO_INPUT, orZero(tokens.videoInput()), text);
        bill.add(Component.INPUT, text);
        bill.add(Component.CACHE_READ, orZero(tokens.cacheRead()));
        bill.add(Component.CACHE_WRITE_5M, orZero(tokens.cacheWrite5m()));
        bill.add(Component.CACHE_WRITE_1H, orZero(tokens.cacheWrite1h()));
    }

    private static void addOutput(Bill bill, TokenCounts tokens, ReasoningMode mode) {
        long output = orZero(tokens.outputTotal());
        long reasoning = orZero(tokens.reasoning());
        long whole = mode == ReasoningMode.ADDED ? output + reasoning : output;
        long rest = bill.take(Component.REASONING, reasoning, whole);
        long inOutput = Math.min(rest, output);
        long others = rest - inOutput;
        inOutput = bill.take(Component.AUDIO_OUTPUT, orZero(tokens.audioOutput()), inOutput);
        inOutput = bill.take(Component.IMAGE_OUTPUT, orZero(tokens.imageOutput()), inOutput);
        bill.add(Component.OUTPUT, inOutput + others);
    }

    private static void addUnits(Bill bill, UnitCounts units) {
        bill.add(Component.IMAGE, orZero(units.images()));
        bill.add(Component.MEDIA_SECOND, (orZero(units.mediaMillis()) + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
        bill.add(Component.CHARACTER, orZero(units.characters()));
        bill.add(Component.SEARCH, orZero(units.searches()));
    }

    private static boolean answered(Outcome outcome) {
        return outcome == Outcome.SUCCESS || outcome == Outcome.PARTIAL || outcome == Outcome.CANCELLED;
    }

    private static Money requireBounded(String thing, Money amount) {
        if (amount.compareTo(CALL_MAX) > 0) {
            throw new MillraceException(
                    ErrorKind.USER, OVERFLOW_CODE, Expected.message(thing, amount, "<= " + CALL_MAX + " a call"));
        }
        return amount;
    }
}
