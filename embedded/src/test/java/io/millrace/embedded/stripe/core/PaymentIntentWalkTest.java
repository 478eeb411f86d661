package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.SeededTrials;
import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.Refund;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random calls on one payment intent, held against a table of what Stripe documents. */
final class PaymentIntentWalkTest {
    private static final int WALKS = 400;
    private static final int STEPS = 25;
    private static final List<String> CARDS = List.of(
            "pm_card_visa",
            "pm_card_chargeDeclined",
            "pm_card_authenticationRequired",
            "pm_usBankAccount",
            "pm_usBankAccount_insufficientFunds");

    @Test
    void statesFollowTheTable() {
        SeededTrials.run(WALKS, random -> new Walk(random).run());
    }

    /** One intent, and what the table says of it. */
    private static final class Walk {
        private final Account account = new Account();
        private final RandomGenerator random;
        private final boolean manual;
        private final String id;
        private String expected = "requires_payment_method";
        private @Nullable String card;

        Walk(RandomGenerator random) {
            this.random = random;
            this.manual = random.nextInt(4) == 0;
            var parameters = new ArrayList<>(List.of("amount", "500", "currency", "usd"));
            if (manual) {
                parameters.addAll(List.of("capture_method", "manual"));
            }
            this.id = account.intent(PaymentIntents::create, parameters.toArray(String[]::new))
                    .id();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                String call = step();
                PaymentIntent intent = account.intent(PaymentIntents.retrieve(id));
                assertThat(intent.progress().status().wireName()).as(call).isEqualTo(expected);
                assertThat(intent.progress().nextActionUrl() != null)
                        .as(call)
                        .isEqualTo(expected.equals("requires_action"));
                assertMoney(intent, call);
            }
        }

        private String step() {
            return switch (random.nextInt(7)) {
                case 0, 1 -> confirm(CARDS.get(random.nextInt(CARDS.size())));
                case 2 -> confirm(null);
                case 3 -> authenticate(random.nextBoolean());
                case 4 -> finish(random.nextBoolean());
                case 5 -> random.nextInt(3) == 0 ? cancel() : capture();
                default -> refund();
            };
        }

        private String confirm(@Nullable String given) {
            boolean offSession = random.nextBoolean();
            String[] parameters = given == null
                    ? new String[] {"off_session", String.valueOf(offSession)}
                    : new String[] {"off_session", String.valueOf(offSession), "payment_method", given};
            String used = given == null ? card : given;
            boolean open = expected.equals("requires_payment_method")
                    || expected.equals("requires_confirmation")
                    || expected.equals("requires_action");
            String next = open && used != null ? afterConfirm(used, offSession) : null;
            assertThat(attempt(PaymentIntents.confirm(id), parameters)).isEqualTo(next != null);
            if (next != null) {
                expected = next;
                card = next.equals("requires_payment_method") ? null : used;
            }
            return "confirm " + used + " off_session=" + offSession;
        }

        private String afterConfirm(String used, boolean offSession) {
            String paid = manual ? "requires_capture" : "succeeded";
            return switch (used) {
                case "pm_card_visa" -> paid;
                case "pm_card_chargeDeclined" -> "requires_payment_method";
                case "pm_card_authenticationRequired" -> offSession ? "requires_payment_method" : "requires_action";
                default -> "processing";
            };
        }

        private String authenticate(boolean agreed) {
            boolean possible = expected.equals("requires_action");
            assertThat(attempt(TestControls.authenticate(id, agreed))).isEqualTo(possible);
            if (possible) {
                String paid = manual ? "requires_capture" : "succeeded";
                expected = agreed ? paid : "requires_payment_method";
                card = agreed ? card : null;
            }
            return "authenticate " + agreed;
        }

        private String finish(boolean paid) {
            boolean possible = expected.equals("processing");
            assertThat(attempt(TestControls.finishProcessing(id, paid))).isEqualTo(possible);
            if (possible) {
                expected = paid ? "succeeded" : "requires_payment_method";
                card = paid ? card : null;
            }
            return "finish " + paid;
        }

        private String cancel() {
            boolean possible = !List.of("processing", "succeeded", "canceled").contains(expected);
            assertThat(attempt(PaymentIntents.cancel(id))).isEqualTo(possible);
            expected = possible ? "canceled" : expected;
            return "cancel";
        }

        private String capture() {
            boolean possible = expected.equals("requires_capture");
            assertThat(attempt(PaymentIntents.capture(id))).isEqualTo(possible);
            expected = possible ? "succeeded" : expected;
            return "capture";
        }

        private String refund() {
            long refunded = account.state.newestFirst(Refund.class).stream()
                    .mapToLong(Refund::amountCents)
                    .sum();
            long cents = 1L + random.nextInt(300);
            boolean possible = expected.equals("succeeded") && refunded + cents <= 500;
            assertThat(attempt(Refunds::create, "payment_intent", id, "amount", Long.toString(cents)))
                    .isEqualTo(possible);
            return "refund " + cents;
        }

        /** False when it was refused; a decline is an attempt. */
        private boolean attempt(Operation operation, String... parameters) {
            try {
                account.run(operation, parameters);
                return true;
            } catch (StripeRefusal refused) {
                assertThat(refused.error().status()).isEqualTo(400);
                return false;
            }
        }

        private void assertMoney(PaymentIntent intent, String call) {
            List<Charge> captured = account.state.newestFirst(Charge.class).stream()
                    .filter(Charge::captured)
                    .toList();
            assertThat(captured).as(call).hasSize(expected.equals("succeeded") ? 1 : 0);
            long kept = captured.stream()
                    .mapToLong(charge -> charge.progress().capturedCents()
                            - charge.progress().refundedCents())
                    .sum();
            long balance = account.state.newestFirst(BalanceTransaction.class).stream()
                    .mapToLong(BalanceTransaction::amountCents)
                    .sum();
            assertThat(balance).as(call).isEqualTo(kept);
            assertThat(intent.amountReceivedCents()).as(call).isEqualTo(expected.equals("succeeded") ? 500 : 0);
            assertThat(account.state.newestFirst(Charge.class))
                    .as(call)
                    .extracting(StripeObject::id)
                    .doesNotHaveDuplicates();
        }
    }
}
