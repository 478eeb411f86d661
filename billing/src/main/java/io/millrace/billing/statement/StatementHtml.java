package io.millrace.billing.statement;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.money.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A statement as one HTML page for A4 that needs nothing else: no script, font or picture. Stateless, thread-safe. */
public final class StatementHtml {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private StatementHtml() {}

    /** @param sha256 of the JSON that was issued, in hex; null while the statement is provisional */
    public static String write(Statement statement, @Nullable String sha256) {
        StringBuilder html = new StringBuilder();
        head(html, statement);
        balance(html, statement);
        usage(html, statement);
        accounts(html, statement);
        payments(html, statement);
        foot(html, statement, sha256);
        return html.toString();
    }

    private static void head(StringBuilder html, Statement statement) {
        StatementPeriod period = statement.period();
        String month = period.month().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " "
                + period.month().getYear();
        String state = statement.isFinal() ? "Final, no. " + statement.number() : "Provisional";
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Statement ")
                .append(escape(statement.workspaceId()))
                .append(' ')
                .append(period.month())
                .append("</title>\n<style>\n")
                .append(StatementStyle.CSS)
                .append("</style>\n</head>\n<body>\n<header><h1>Statement</h1><p class=\"")
                .append(statement.isFinal() ? "state" : "state provisional")
                .append("\">")
                .append(state)
                .append("</p></header>\n<dl><dt>Workspace</dt><dd>")
                .append(escape(statement.workspaceId()))
                .append("</dd><dt>Month</dt><dd>")
                .append(month)
                .append("</dd><dt>From</dt><dd>")
                .append(when(period.from(), period.zone()))
                .append("</dd><dt>Until</dt><dd>")
                .append(when(period.until(), period.zone()))
                .append(" (")
                .append(escape(period.zone().getId()))
                .append(")</dd></dl>\n");
    }

    private static void balance(StringBuilder html, Statement statement) {
        html.append("<h2>Balance</h2>\n<table>\n<tbody>\n");
        amountRow(html, "Opening balance", statement.opening(), "strong");
        statement.movements().forEach((kind, amount) -> amountRow(html, name(kind), amount, ""));
        amountRow(html, "Closing balance", statement.closing(), "strong sum");
        html.append("</tbody>\n</table>\n");
    }

    private static void usage(StringBuilder html, Statement statement) {
        html.append("<h2>Usage</h2>\n");
        if (statement.usage().isEmpty()) {
            html.append("<p>None.</p>\n");
            return;
        }
        html.append("<table>\n<thead><tr><th>Provider</th><th>Model</th><th>Feature</th>"
                + "<th class=\"n\">Records</th><th class=\"n\">Charge, USD</th></tr></thead>\n<tbody>\n");
        for (UsageRow row : statement.usage()) {
            html.append("<tr><td>")
                    .append(told(row.provider()))
                    .append("</td><td>")
                    .append(told(row.model()))
                    .append("</td><td>")
                    .append(told(row.feature()))
                    .append("</td><td class=\"n\">")
                    .append(number(row.records()))
                    .append("</td><td class=\"n\">")
                    .append(amount(row.charge()))
                    .append("</td></tr>\n");
        }
        html.append("</tbody>\n<tbody><tr class=\"strong sum\"><td colspan=\"3\">All usage</td><td class=\"n\">")
                .append(number(statement.records()))
                .append("</td><td class=\"n\">")
                .append(amount(statement.charge()))
                .append("</td></tr></tbody>\n</table>\n");
    }

    private static void accounts(StringBuilder html, Statement statement) {
        html.append("<h2>Credits and what is owed</h2>\n");
        if (statement.accounts().isEmpty()) {
            html.append("<p>None.</p>\n");
        }
        for (AccountRow row : statement.accounts()) {
            boolean owed = row.kind().equals(AccountRow.RECEIVABLE);
            String title = owed
                    ? "Owed"
                    : row.kind().charAt(0) + row.kind().substring(1).toLowerCase(Locale.ROOT) + " grant "
                            + row.account();
            html.append("<table class=\"account\">\n<caption>").append(title);
            if (!owed) {
                html.append(" <span>").append(escape(row.source())).append("</span>");
            }
            if (row.expiresAt() != null) {
                html.append(" <span>expires ")
                        .append(when(row.expiresAt(), statement.period().zone()))
                        .append("</span>");
            }
            html.append("</caption>\n<tbody>\n");
            amountRow(html, "Opening", row.opening(), "");
            row.movements().forEach((kind, amount) -> amountRow(html, name(kind), amount, ""));
            amountRow(html, "Closing", row.closing(), "strong sum");
            html.append("</tbody>\n</table>\n");
        }
    }

    private static void payments(StringBuilder html, Statement statement) {
        html.append("<h2>Payments</h2>\n");
        if (statement.payments().isEmpty()) {
            html.append("<p>None.</p>\n");
            return;
        }
        html.append(
                "<table>\n<thead><tr><th>Booked</th><th>Payment</th><th class=\"n\">USD</th></tr></thead>\n<tbody>\n");
        for (PaymentRow row : statement.payments()) {
            html.append("<tr><td>")
                    .append(when(row.at(), statement.period().zone()))
                    .append("</td><td>")
                    .append(escape(row.paymentIntent()))
                    .append("</td><td class=\"n\">")
                    .append(amount(Money.ofCents(row.cents())))
                    .append("</td></tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }

    private static void foot(StringBuilder html, Statement statement, @Nullable String sha256) {
        html.append(
                "<footer><p>Amounts in US dollars, exact. Tax is not included; where it is due, Stripe works it out and shows it"
                        + " on its receipt. A record is one model call, or one correction of it.</p>\n<p>");
        html.append(statement.isFinal() ? "Issued " : "As of ").append(when(statement.madeAt(), ZoneId.of("UTC")));
        html.append(" (UTC)");
        if (sha256 != null) {
            html.append("; SHA-256 of the statement as JSON <code>")
                    .append(escape(sha256))
                    .append("</code>");
        } else {
            html.append("; usage that arrives late may still be added");
        }
        html.append(".</p></footer>\n</body>\n</html>\n");
    }

    private static void amountRow(StringBuilder html, String name, Money amount, String style) {
        html.append(style.isEmpty() ? "<tr>" : "<tr class=\"" + style + "\">")
                .append("<td>")
                .append(name)
                .append("</td><td class=\"n\">")
                .append(amount(amount))
                .append("</td></tr>\n");
    }

    private static String name(TransferKind kind) {
        return switch (kind) {
            case FUNDING -> "Credit granted";
            case USAGE_FROM_GRANT -> "Usage paid from credit";
            case USAGE_ON_RECEIVABLE -> "Usage owed";
            case REPAYMENT -> "Debt repaid from credit";
            case BREAKAGE -> "Credit expired";
            case VOID -> "Credit voided";
            case ROLLOVER -> "Credit carried over";
            case REFUND -> "Refund";
            case REFUND_REVERSAL -> "Refund that failed";
            case DISPUTE_HOLD -> "Held for a dispute";
            case DISPUTE_RELEASE -> "Dispute won";
            case DISPUTE_LOSS -> "Dispute lost";
            case STRIPE_FEE -> "Fee";
            case PAYMENT -> "Payment";
            case PAYMENT_REVERSAL -> "Payment given back";
            case ROUNDING -> "Part of a cent let go";
            case WRITE_OFF -> "Debt given up";
            case ADJUSTMENT -> "Adjustment";
        };
    }

    private static String amount(Money amount) {
        String text = amount.toString().replace("$", "");
        int point = text.indexOf('.');
        boolean negative = text.charAt(0) == '-';
        String whole = text.substring(negative ? 1 : 0, point);
        // Cents stand out; what is below them is exact, and grey.
        String cents = number(Long.parseLong(whole)) + text.substring(point, point + 3);
        return (negative ? "&minus;" : "") + cents + "<small>" + text.substring(point + 3) + "</small>";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String when(Instant at, ZoneId zone) {
        return WHEN.format(at.atZone(zone));
    }

    private static String told(String text) {
        return text.isEmpty() ? "&ndash;" : escape(text);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
