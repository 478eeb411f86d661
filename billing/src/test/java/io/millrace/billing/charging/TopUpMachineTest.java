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
            case CREATED, CONFIRMING, SUCCEEDED, REQUIRES_ACTION, UNKNOWN ->
                pending.withIntent(PAYMENT).to(state);
        };
    }

    private static Answer answer(String name) {
        return switch (name) {
            case "absent" -> new Answer.Absent();
            case "declined" -> new Answer.Declined("generic_decline");
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
        return (on ? "on " : "rest ") + topUp.state() + " " + topUp.createAttempt() + " " + topUp.confirmAttempt();
    }

    @ParameterizedTest(name = "{0}: {1} leads to {2}")
    @CsvSource({
        "PENDING, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "PENDING, declined, rest FAILED 1 1",
        "PENDING, refused, rest FAILED 1 1",
        "PENDING, busy, rest SUBMITTED 1 1",
        "PENDING, silence, rest SUBMITTED 1 1",
        "PENDING, error, rest UNKNOWN 1 1",
        "SUBMITTED, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "CREATED, SUCCEEDED, settle",
        "CREATED, PROCESSING, rest CONFIRMING 1 1",
        "CREATED, REQUIRES_ACTION, rest REQUIRES_ACTION 1 1",
        "CREATED, declined, rest FAILED 1 1",
        "CREATED, authenticate, rest REQUIRES_ACTION 1 1",
        "CREATED, refused, on UNKNOWN 1 1",
        "CREATED, busy, rest CREATED 1 1",
        "CREATED, silence, rest CONFIRMING 1 1",
        "CREATED, error, rest UNKNOWN 1 1",
        "CONFIRMING, SUCCEEDED, settle",
        "CONFIRMING, REQUIRES_CONFIRMATION, on CREATED 1 1",
        "CONFIRMING, REQUIRES_PAYMENT_METHOD, rest FAILED 1 1",
        "CONFIRMING, CANCELED, rest FAILED 1 1",
        "CONFIRMING, silence, rest CONFIRMING 1 1",
        "CONFIRMING, OTHER, rest UNKNOWN 1 1",
        "UNKNOWN, SUCCEEDED, settle",
        "UNKNOWN, REQUIRES_CONFIRMATION, rest CREATED 1 2",
        "UNKNOWN, silence, rest UNKNOWN 1 1",
        "REQUIRES_ACTION, SUCCEEDED, settle",
        "REQUIRES_ACTION, REQUIRES_PAYMENT_METHOD, rest REQUIRES_ACTION 1 1",
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
        TopUp topUp = in(TopUpState.CREATED).nextConfirmAttempt();
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
                .hasMessageContaining("SUCCEEDED (expected: a state that is not final)");
    }
}
