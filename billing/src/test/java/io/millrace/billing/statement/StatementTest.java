package io.millrace.billing.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.testing.Trials;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final StatementPeriod NOVEMBER =
            StatementPeriod.of(YearMonth.of(2026, 11), ZoneId.of("Europe/Berlin"));
    private static final Instant MADE = Instant.parse("2026-12-04T00:00:00.123456Z");

    private static AccountRow grant(long opening, long funded, long used, long closing) {
        return new AccountRow(
                1000,
                "PAID",
                "topup:t-1",
                null,
                new Money(opening),
                Map.of(
                        TransferKind.FUNDING, new Money(funded),
                        TransferKind.USAGE_FROM_GRANT, new Money(-used)),
                new Money(closing));
    }

    private static AccountRow owed(long owed) {
        return new AccountRow(
                1001,
                AccountRow.RECEIVABLE,
                "",
                null,
                Money.ZERO,
                Map.of(TransferKind.USAGE_ON_RECEIVABLE, new Money(-owed)),
                new Money(-owed));
    }

    private static UsageRow usage(String feature, long charge) {
        return new UsageRow("openai", "gpt-5.6", feature, 3, new Money(charge));
    }

    private static Statement statement(@Nullable Long number, List<UsageRow> usage, AccountRow... accounts) {
        return new Statement("acme", NOVEMBER, number, MADE, usage, List.of(accounts), List.of());
    }

    @Test
    void monthBeginsAndEndsInItsZone() {
        assertThat(NOVEMBER.from()).isEqualTo("2026-10-31T23:00:00Z");
        assertThat(NOVEMBER.until()).isEqualTo("2026-11-30T23:00:00Z");
    }

    @Test
    void sumsAreThoseOfTheAccounts() {
        Statement statement = statement(null, List.of(usage("", 30), usage("f", 12)), grant(10, 30, 35, 5), owed(7));
        assertThat(statement.opening()).isEqualTo(new Money(10));
        assertThat(statement.closing()).isEqualTo(new Money(-2));
        assertThat(statement.charge()).isEqualTo(new Money(42));
        assertThat(statement.records()).isEqualTo(6);
        assertThat(statement.movements())
                .isEqualTo(Map.of(
                        TransferKind.FUNDING, new Money(30),
                        TransferKind.USAGE_FROM_GRANT, new Money(-35),
                        TransferKind.USAGE_ON_RECEIVABLE, new Money(-7)));
    }

    @Test
    void accountWhoseSumsDoNotHoldIsNotStated() {
        assertThatThrownBy(() -> statement(null, List.of(usage("", 35)), grant(10, 30, 35, 6)))
                .hasMessage("statement acme 2026-11 closing of account 1000: $0.000000006"
                        + " (expected: $0.000000005, opening and movements)");
    }

    @Test
    void usageThatTheAccountsDidNotPayIsNotStated() {
        assertThatThrownBy(() -> statement(null, List.of(usage("", 41)), grant(10, 30, 35, 5), owed(7)))
                .hasMessage("statement acme 2026-11 usage: $0.000000041"
                        + " (expected: $0.000000042, what its accounts paid for usage)");
    }

    @Test
    void jsonIsTheStatementAgain() {
        Trials.run(300, random -> {
            Statement statement = random(random);
            String json = StatementJson.write(statement);
            assertThat(StatementJson.read(json)).isEqualTo(statement);
            assertThat(StatementJson.write(StatementJson.read(json))).isEqualTo(json);
        });
    }

    @Test
    void csvAddsUp() {
        Trials.run(100, random -> {
            Statement statement = random(random);
            Map<String, Long> sums = new java.util.HashMap<>();
            for (String line : StatementCsv.write(statement).split("\n", -1)) {
                if (line.startsWith("usage,,") || line.startsWith("balance,")) {
                    String section = line.substring(0, line.indexOf(',', line.indexOf(',') + 1));
                    long nano = Long.parseLong(line.substring(line.lastIndexOf(',') + 1));
                    sums.merge(
                            section.startsWith("balance,closing") ? "closing" : section.split(",", -1)[0],
                            nano,
                            Long::sum);
                }
            }
            assertThat(sums.getOrDefault("usage", 0L))
                    .isEqualTo(statement.charge().nanoUsd());
            assertThat(sums.get("balance")).isEqualTo(sums.get("closing"));
        });
    }

    @Test
    void csvQuotesAndDisarmsTexts() {
        Statement statement = statement(
                null,
                List.of(
                        new UsageRow("openai", "a,\"b\"", "=1+1", 1, new Money(35)),
                        new UsageRow("openai", "c", "@x", 1, Money.ZERO)),
                grant(10, 30, 35, 5));
        assertThat(StatementCsv.write(statement))
                .contains("usage,,openai,\"a,\"\"b\"\"\",'=1+1,,,,1,0.000000035,35\n", ",c,'@x,,,,1,0.000000000,0\n");
    }

    @Test
    void pageEscapesTextsAndNeedsNothingElse() {
        Statement statement = statement(
                7L,
                List.of(new UsageRow("openai", "<script>alert(1)</script>", "R&D \"x\"", 1_234, new Money(35))),
                grant(1_234_567_890_123L, 30, 35, 1_234_567_890_118L));
        String html = StatementHtml.write(statement, "ab12");
        assertThat(html)
                .contains("&lt;script&gt;", "R&amp;D &quot;x&quot;", "1,234.56<small>7890123</small>", "ab12", "no. 7")
                .contains("&minus;0.00<small>0000035</small>")
                .doesNotContain("<script", "http", "src=", "url(", "@import");
    }

    @Test
    void provisionalStatementSaysSo() {
        Statement statement = statement(null, List.of(), new AccountRow[0]);
        assertThat(StatementHtml.write(statement, null)).contains("Provisional", "may still be added");
        assertThat(StatementJson.write(statement)).contains("\"status\" : \"provisional\"", "\"number\" : null");
    }

    private static Statement random(RandomGenerator random) {
        List<UsageRow> usage = new ArrayList<>();
        long charge = 0;
        for (int i = random.nextInt(5); i > 0; i--) {
            long part = random.nextLong(1_000_000_000_000L);
            charge += part;
            usage.add(new UsageRow("p" + i, "m\"ü" + i, random.nextBoolean() ? "" : "f", 1 + i, new Money(part)));
        }
        List<AccountRow> accounts = new ArrayList<>();
        long left = charge;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            long used = i == 1 ? left : random.nextLong(left + 1);
            left -= used;
            Map<TransferKind, Money> movements = new EnumMap<>(TransferKind.class);
            movements.put(TransferKind.USAGE_FROM_GRANT, new Money(-used));
            long opening = random.nextLong(1_000_000_000L);
            long closing = opening - used;
            for (TransferKind kind : List.of(TransferKind.FUNDING, TransferKind.REFUND, TransferKind.BREAKAGE)) {
                long moved = random.nextLong(-5_000, 5_000);
                movements.put(kind, new Money(moved));
                closing += moved;
            }
            accounts.add(new AccountRow(
                    1_000 + i,
                    "PROMOTIONAL",
                    "admin:k" + i,
                    random.nextBoolean() ? null : MADE,
                    new Money(opening),
                    movements,
                    new Money(closing)));
        }
        Long number = random.nextBoolean() ? null : random.nextLong(1_000);
        List<PaymentRow> payments = List.of(new PaymentRow(MADE, random.nextLong(50, 99_999), "pi_1"));
        return new Statement("acme", NOVEMBER, number, MADE, usage, accounts, payments);
    }
}
