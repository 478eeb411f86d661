package io.millrace.billing.statement;

import io.millrace.schemas.money.Money;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement as CSV (RFC 4180, LF): one header, a row for each amount, the section first. An empty field is "none". A text that a
 * spreadsheet would run as a formula gets an apostrophe before it. Stateless, thread-safe.
 */
public final class StatementCsv {
    private static final String HEADER =
            "section,name,provider,model,feature,account,source,at,records,amount_usd,amount_nano_usd\n";
    private static final String FORMULA_STARTS = "=+-@\t\r";
    private static final int SCALE = 9;

    private StatementCsv() {}

    public static String write(Statement statement) {
        StringBuilder csv = new StringBuilder(HEADER);
        balance(csv, "opening", statement.period().from().toString(), statement.opening());
        statement.movements().forEach((kind, amount) -> balance(csv, kind.name(), "", amount));
        balance(csv, "closing", statement.period().until().toString(), statement.closing());
        for (UsageRow row : statement.usage()) {
            String records = Long.toString(row.records());
            add(csv, row.charge(), "usage", "", row.provider(), row.model(), row.feature(), "", "", "", records);
        }
        add(csv, statement.charge(), "usage", "total", "", "", "", "", "", "", Long.toString(statement.records()));
        for (AccountRow row : statement.accounts()) {
            account(csv, row, "opening", row.opening());
            row.movements().forEach((kind, amount) -> account(csv, row, kind.name(), amount));
            account(csv, row, "closing", row.closing());
        }
        for (PaymentRow row : statement.payments()) {
            Money amount = Money.ofCents(row.cents());
            add(
                    csv,
                    amount,
                    "payment",
                    "",
                    "",
                    "",
                    "",
                    "",
                    row.paymentIntent(),
                    row.at().toString(),
                    "");
        }
        return csv.toString();
    }

    private static void balance(StringBuilder csv, String name, String at, Money amount) {
        add(csv, amount, "balance", name, "", "", "", "", "", at, "");
    }

    private static void account(StringBuilder csv, AccountRow row, String name, Money amount) {
        String number = Long.toString(row.account());
        add(csv, amount, row.kind(), name, "", "", "", number, row.source(), "", "");
    }

    private static void add(StringBuilder csv, Money amount, String... texts) {
        String usd = BigDecimal.valueOf(amount.nanoUsd(), SCALE).toPlainString();
        csv.append(Stream.of(texts).map(StatementCsv::field).collect(Collectors.joining(",")))
                .append(',')
                .append(usd)
                .append(',')
                .append(amount.nanoUsd())
                .append('\n');
    }

    private static String field(String text) {
        String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
