package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.DirectoryException;
import io.millrace.embedded.stripe.core.StoredAnswer;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.model.TestCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StripeJournalTest {
    private static final JournalEntry FIRST = new JournalEntry(
            List.of(new Customer("cus_1", 1, "Zoë \n", null, null, null, null, "DE", Map.of("a", "1"), false)),
            new StoredAnswer("key", "fingerprint", 200, "{}", 1));
    private static final JournalEntry SECOND =
            new JournalEntry(List.of(new PaymentMethod("pm_2", 2, TestCard.VISA, null, Map.of())), null);

    @Test
    void entriesAreReadBackInOrder(@TempDir Path directory) {
        String account;
        try (StripeJournal journal = StripeJournal.open(directory, null)) {
            account = journal.account();
            journal.append(FIRST);
            journal.append(SECOND);
        }
        try (StripeJournal journal = StripeJournal.open(directory, null)) {
            assertThat(journal.account()).isEqualTo(account).isNotEmpty();
            assertThat(journal.entries()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void tornLastLineIsCutOffWhereverItTore(@TempDir Path root) throws IOException {
        byte[] whole;
        try (StripeJournal journal = StripeJournal.open(root.resolve("whole"), null)) {
            journal.append(FIRST);
            journal.append(SECOND);
            whole = Files.readAllBytes(file(root.resolve("whole")));
        }
        int lastLine = JournalCodec.line(SECOND).length();
        for (int cut = 1; cut <= lastLine; cut++) {
            Path directory = Files.createDirectories(root.resolve("cut" + cut));
            Files.write(file(directory), Arrays.copyOf(whole, whole.length - cut));
            try (StripeJournal journal = StripeJournal.open(directory, null)) {
                assertThat(journal.entries()).containsExactly(FIRST);
                journal.append(SECOND);
            }
            assertThat(Files.readAllBytes(file(directory))).isEqualTo(whole);
        }
    }

    @Test
    void brokenLineInTheMiddleIsNamed(@TempDir Path directory) throws IOException {
        try (StripeJournal journal = StripeJournal.open(directory, null)) {
            journal.append(FIRST);
        }
        Files.writeString(file(directory), "no json\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> StripeJournal.open(directory, null))
                .isInstanceOf(DirectoryException.class)
                .hasMessage("stripe directory: " + directory.toRealPath()
                        + " (expected: a JSON entry in line 3 of stripe.jsonl)");
    }

    @Test
    void secondUserOfTheDirectoryIsRefused(@TempDir Path directory) {
        try (StripeJournal first = StripeJournal.open(directory, null)) {
            assertThatThrownBy(() -> StripeJournal.open(directory, null))
                    .isInstanceOf(DirectoryException.class)
                    .hasMessage("stripe directory: " + directory + " (expected: one no other stand-in uses)");
            assertThat(first.entries()).isEmpty();
        }
    }

    private static Path file(Path directory) {
        return directory.resolve("stripe.jsonl");
    }

    /** Lines as they were written when there were cards only. */
    @Test
    void journalOfBeforeIsRead(@TempDir Path directory) throws IOException {
        String terms = "{\"amountCents\":500,\"currency\":\"usd\",\"customer\":null,\"paymentMethodTypes\":[\"card\"],"
                + "\"description\":null,\"receiptEmail\":null,\"setupFutureUsage\":null,"
                + "\"statementDescriptorSuffix\":null,\"metadata\":{}}";
        String progress =
                "{\"status\":\"SUCCEEDED\",\"paymentMethod\":\"pm_a2\",\"latestCharge\":\"ch_a3\",\"decline\":"
                        + "null,\"canceledAtSeconds\":null,\"cancellationReason\":null}";
        String charge = "{\"object\":\"charge\",\"id\":\"ch_a3\",\"createdSeconds\":1,\"paymentIntent\":\"pi_a1\","
                + "\"paymentMethod\":\"pm_a2\",\"customer\":null,\"card\":\"VISA\",\"amountCents\":500,\"currency\":"
                + "\"usd\",\"metadata\":{}}";
        Files.writeString(
                file(directory),
                "{\"account\":\"a\"}\n{\"objects\":[" + charge + ",{\"object\":\"payment_intent\",\"id\":\"pi_a1\","
                        + "\"createdSeconds\":1,\"terms\":" + terms + ",\"progress\":" + progress + "}]}\n");
        try (StripeJournal journal = StripeJournal.open(directory, null)) {
            List<StripeObject> objects = journal.entries().get(0).objects();
            assertThat(((Charge) objects.get(0)).refundableCents()).isEqualTo(500);
            assertThat(((PaymentIntent) objects.get(1)).amountReceivedCents()).isEqualTo(500);
        }
    }
}
