package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopUpMachineTest {
    private static final UUID ID = new UUID(0, 7);
    private static final String PAYMENT = "pi_1";

    private static TopUp in(TopUpState state) {
        TopUp pending = ChargerTest.pending(ID, false);
        return switch (state) {
            case PENDING, SUBMITTED, FAILED -> pending.to(state);
            default -> pending.withIntent(PAYMENT).to(state);
        };
    }

    private static Answer answer(String name) {
        return switch (name) {
            case "absent" -> new Answer.Absent();
            case "declined" -> new Answer.Declined("generic_decline");
            case "stolen" -> new Answer.Declined("stolen_card");
            case "never" -> new Answer.Declined("insufficient_funds", "do_not_try_again");
            case "gone" -> new Answer.Refused("resource_missing");
            case "mismatch" -> new Answer.Conflicting("idempotency_error");
            case "unauthorized" -> new Answer.Unauthorized("key_expired");
            case "authenticate" -> new Answer.Declined("authentication_required");
            case "refused" -> new Answer.Refused("payment_intent_unexpected_state");
            case "busy" -> new Answer.Busy("rate_limit");
            case "silence" -> new Answer.Unanswered("timeout");
            case "error" -> new Answer.Indeterminate("http_500");
            default -> new Answer.Ok(new Intent(PAYMENT, IntentStatus.valueOf(name), 500, ID.toString(), null));
        };
    }

    private static String show(Outcome outcome) {
        if (outcome instanceof Outcome.Settle) {
            return "settle";
        }
        boolean on = outcome instanceof Outcome.GoOn;
        TopUp topUp = on ? ((Outcome.GoOn) outcome).topUp() : ((Outcome.Rest) outcome).topUp();
        Setback setback = on ? ((Outcome.GoOn) outcome).setback() : ((Outcome.Rest) outcome).setback();
        String told = setback == null ? "" : " " + setback;
        Attempts attempts = topUp.attempts();
        return (on ? "on " : "rest ") + topUp.state() + " " + attempts.create() + " " + attempts.confirm() + told;
    }

    @ParameterizedTest(name = "{0}: {1} leads to {2}")
    @CsvSource({
        "PENDING, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "PENDING, declined, rest FAILED 1 1 DECLINED",
        "PENDING, refused, rest FAILED 1 1 DECLINED",
        "PENDING, gone, rest FAILED 1 1 PROFILE",
        "PENDING, busy, rest SUBMITTED 1 1",
        "PENDING, unauthorized, rest SUBMITTED 1 1",
        "PENDING, mismatch, rest FROZEN 1 1 FROZEN",
        "PENDING, silence, rest SUBMITTED 1 1",
        "PENDING, error, rest UNKNOWN 1 1",
        "SUBMITTED, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "CREATED, SUCCEEDED, settle",
        "CREATED, PROCESSING, rest PROCESSING 1 1",
        "CREATED, REQUIRES_ACTION, rest REQUIRES_ACTION 1 1 ACTION",
        "CREATED, declined, on CANCELING 1 1 DECLINED",
        "CREATED, stolen, on CANCELING 1 1 CARD",
        "CREATED, authenticate, on AUTHENTICATING 1 2",
        "CREATED, refused, on UNKNOWN 1 1",
        "CREATED, busy, rest CREATED 1 1",
        "CREATED, unauthorized, rest CREATED 1 1",
        "CREATED, mismatch, rest FROZEN 1 1 FROZEN",
        "CREATED, silence, rest CONFIRMING 1 1",
        "CREATED, error, rest UNKNOWN 1 1",
        "CREATED, REQUIRES_CONFIRMATION, rest UNKNOWN 1 1",
        "CONFIRMING, SUCCEEDED, settle",
        "CONFIRMING, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "CONFIRMING, REQUIRES_PAYMENT_METHOD, on CANCELING 1 1 DECLINED",
        "CONFIRMING, CANCELED, rest FAILED 1 1",
        "CONFIRMING, silence, rest CONFIRMING 1 1",
        "CONFIRMING, gone, rest FROZEN 1 1 FROZEN",
        "CONFIRMING, OTHER, rest UNKNOWN 1 1",
        "UNKNOWN, SUCCEEDED, settle",
        "UNKNOWN, REQUIRES_CONFIRMATION, rest CREATED 1 2",
        "UNKNOWN, silence, rest UNKNOWN 1 1",
        "PROCESSING, PROCESSING, rest PROCESSING 1 1",
        "PROCESSING, SUCCEEDED, settle",
        "PROCESSING, REQUIRES_PAYMENT_METHOD, on CANCELING 1 1 DECLINED",
        "AUTHENTICATING, REQUIRES_ACTION, rest REQUIRES_ACTION 1 1 ACTION",
        "AUTHENTICATING, REQUIRES_PAYMENT_METHOD, rest REQUIRES_ACTION 1 1 ACTION",
        "AUTHENTICATING, authenticate, rest REQUIRES_ACTION 1 1 ACTION",
        "AUTHENTICATING, stolen, on CANCELING 1 1 CARD",
        "AUTHENTICATING, SUCCEEDED, settle",
        "AUTHENTICATING, silence, rest AUTHENTICATING 1 1",
        "AUTHENTICATING, error, rest UNKNOWN 1 1",
        "REQUIRES_ACTION, SUCCEEDED, settle",
        "REQUIRES_ACTION, REQUIRES_ACTION, rest REQUIRES_ACTION 1 1",
        "REQUIRES_ACTION, REQUIRES_PAYMENT_METHOD, rest REQUIRES_ACTION 1 1",
        "CANCELING, CANCELED, rest FAILED 1 1",
        "CANCELING, refused, on CANCELING 1 1",
        "CANCELING, silence, rest CANCELING 1 1",
        "CANCELING, PROCESSING, rest PROCESSING 1 1",
        "CANCELING, SUCCEEDED, settle",
        "CANCELING, REQUIRES_PAYMENT_METHOD, rest CANCELING 1 1",
    })
    void leadsWhereTheAnswerAllows(TopUpState state, String answer, String expected) {
        TopUp topUp = in(state);
        Call call = TopUpMachine.next(topUp);
        assertThat(show(TopUpMachine.after(TopUpMachine.before(topUp, call), call, answer(answer))))
                .isEqualTo(expected);
    }

    @Test
    void announcesTheCallBeforeItIsMade() {
        TopUp pending = in(TopUpState.PENDING);
        assertThat(TopUpMachine.before(pending, TopUpMachine.next(pending)).state())
                .isEqualTo(TopUpState.SUBMITTED);
        TopUp created = in(TopUpState.CREATED);
        assertThat(TopUpMachine.before(created, TopUpMachine.next(created)).state())
                .isEqualTo(TopUpState.CONFIRMING);
    }

    @Test
    void keysNameTopUpCallAndAttempt() {
        TopUp topUp = in(TopUpState.CREATED).nextConfirmAttempt(TopUpState.CREATED);
        assertThat(topUp.createKey().value()).isEqualTo("mr:" + ID + ":create:1");
        assertThat(topUp.confirmKey().value()).isEqualTo("mr:" + ID + ":confirm:2");
    }

    @Test
    void anUnansweredCreateIsSentAgainUnderItsKeyUntilTheKeyIsOld() {
        TopUp sent = in(TopUpState.SUBMITTED);
        assertThat(TopUpMachine.next(sent)).isEqualTo(TopUpMachine.next(in(TopUpState.PENDING)));
        TopUp old = ChargerTest.pending(ID, true).to(TopUpState.SUBMITTED);
        assertThat(TopUpMachine.next(old)).isInstanceOf(Call.Find.class);
    }

    @Test
    void aCreateThatIsProvenToHaveDoneNothingGetsTheNextKey() {
        TopUp unknown = ChargerTest.pending(ID, false).to(TopUpState.UNKNOWN);
        Call call = TopUpMachine.next(unknown);
        assertThat(call).isInstanceOf(Call.Find.class);
        assertThat(show(TopUpMachine.after(unknown, call, answer("absent")))).isEqualTo("on SUBMITTED 2 1");
        assertThat(show(TopUpMachine.after(unknown, call, answer("SUCCEEDED")))).isEqualTo("on CONFIRMING 1 1");
    }

    @Test
    void anythingFinalIsLeftAlone() {
        assertThatThrownBy(() -> TopUpMachine.next(in(TopUpState.SUCCEEDED)))
                .hasMessageContaining("SUCCEEDED (expected: a state that is open)");
        assertThatThrownBy(() -> TopUpMachine.next(in(TopUpState.FROZEN))).hasMessageContaining("FROZEN");
    }

    private static TopUp automatic() {
        return ChargerTest.pending(ID, false, TopUpKind.AUTO).withIntent(PAYMENT);
    }

    private static Outcome confirmed(TopUp topUp, String answer) {
        Call call = TopUpMachine.next(topUp);
        return TopUpMachine.after(TopUpMachine.before(topUp, call), call, answer(answer));
    }

    @Test
    void anAutomaticOneWaitsThreeTimesForADeclineThatMayPass() {
        TopUp topUp = automatic();
        for (int declines = 1; declines <= 3; declines++) {
            Outcome.Rest rest = (Outcome.Rest) confirmed(topUp, "declined");
            topUp = rest.topUp();
            assertThat(topUp.state()).isEqualTo(TopUpState.WAITING);
            assertThat(topUp.attempts()).isEqualTo(new Attempts(1, declines + 1, declines, 0));
            assertThat(rest.setback()).isEqualTo(Setback.DECLINED);
        }
        assertThat(show(confirmed(topUp, "declined"))).isEqualTo("on CANCELING 1 4 DECLINED");
        assertThat(show(confirmed(topUp, "SUCCEEDED"))).isEqualTo("settle");
    }

    @Test
    void theAdviceOfTheProviderWins() {
        assertThat(show(confirmed(automatic(), "never"))).isEqualTo("on CANCELING 1 1 CARD");
        assertThat(show(confirmed(automatic(), "stolen"))).isEqualTo("on CANCELING 1 1 CARD");
    }

    @Test
    void whatIsNotWantedOrOverdueIsCanceled() {
        TopUp waiting = ((Outcome.Rest) confirmed(automatic(), "declined")).topUp();
        TopUp unwanted = with(waiting, new Outlook(false, false, false));
        Call call = TopUpMachine.next(unwanted);
        assertThat(call).isInstanceOf(Call.Cancel.class);
        assertThat(TopUpMachine.before(unwanted, call).lastError()).isEqualTo("no_longer_wanted");
        TopUp unconfirmed = with(in(TopUpState.CREATED), new Outlook(false, false, false));
        assertThat(TopUpMachine.before(unconfirmed, TopUpMachine.next(unconfirmed)))
                .extracting(TopUp::state, TopUp::lastError)
                .containsExactly(TopUpState.CANCELING, "no_longer_wanted");
        TopUp overdue = with(in(TopUpState.REQUIRES_ACTION), new Outlook(false, true, true));
        assertThat(TopUpMachine.before(overdue, TopUpMachine.next(overdue)))
                .extracting(TopUp::state, TopUp::lastError)
                .containsExactly(TopUpState.CANCELING, "action_expired");
    }

    private static TopUp with(TopUp topUp, Outlook outlook) {
        MemoryTopUps topUps = new MemoryTopUps(java.util.random.RandomGenerator.getDefault(), 0);
        topUps.open(topUp);
        topUps.look(topUp.id(), outlook);
        return topUps.get(topUp.id());
    }

    /** The decline it shows may be the one before: the request with the key of this attempt may still be on its way. */
    @Test
    void aRetryThatWasNotAnsweredIsSentAgainUnderItsKey() {
        TopUp again = automatic().nextConfirmAttempt(TopUpState.CONFIRMING);
        assertThat(show(TopUpMachine.after(again, TopUpMachine.next(again), answer("REQUIRES_PAYMENT_METHOD"))))
                .isEqualTo("on CREATED 1 2");
    }

    @Test
    void aCardThatIsGoneIsNotConfirmedAgain() {
        TopUp gone = ((Outcome.GoOn) confirmed(automatic(), "gone")).topUp();
        assertThat(show(TopUpMachine.after(gone, TopUpMachine.next(gone), answer("REQUIRES_CONFIRMATION"))))
                .isEqualTo("on CANCELING 1 1 PROFILE");
    }

    @Test
    void aCancelThatWasRefusedIsFollowedByALook() {
        TopUp canceling = in(TopUpState.CANCELING);
        Outcome.GoOn refused = (Outcome.GoOn) confirmed(canceling, "refused");
        assertThat(TopUpMachine.next(refused.topUp())).isInstanceOf(Call.Retrieve.class);
    }
}
