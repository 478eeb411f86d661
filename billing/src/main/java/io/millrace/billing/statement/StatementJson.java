package io.millrace.billing.statement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A statement as JSON: amounts are whole nano-USD, instants UTC. The same statement is the same text, and the text is the
 * statement again. Stateless, thread-safe.
 */
public final class StatementJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TAX_NOTE =
            "not included; where it is due, Stripe works it out and shows it on its receipt";

    private StatementJson() {}

    public static String write(Statement statement) {
        StatementPeriod period = statement.period();
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("workspace", statement.workspaceId())
                .put("month", period.month().toString())
                .put("zone", period.zone().getId())
                .put("from", period.from().toString())
                .put("until", period.until().toString())
                .put("status", statement.isFinal() ? "final" : "provisional")
                .put("number", statement.number())
                .put("made_at", statement.madeAt().toString())
                .put("currency", "usd")
                .put("unit", "nano_usd")
                .put("opening", statement.opening().nanoUsd());
        root.set("movements", movements(statement.movements()));
        root.put("closing", statement.closing().nanoUsd())
                .put("usage_charge", statement.charge().nanoUsd())
                .put("usage_records", statement.records());
        ArrayNode usage = root.putArray("usage");
        statement.usage().forEach(row -> usage.add(usage(row)));
        ArrayNode accounts = root.putArray("accounts");
        statement.accounts().forEach(row -> accounts.add(account(row)));
        ArrayNode payments = root.putArray("payments");
        statement
                .payments()
                .forEach(row -> payments.addObject()
                        .put("at", row.at().toString())
                        .put("cents", row.cents())
                        .put("payment_intent", row.paymentIntent()));
        root.put("tax", TAX_NOTE);
        return root.toPrettyString() + "\n";
    }

    /** @throws IllegalArgumentException when the text is none that {@link #write} wrote */
    public static Statement read(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            StatementPeriod period = new StatementPeriod(
                    YearMonth.parse(root.path("month").asText()),
                    ZoneId.of(root.path("zone").asText()),
                    Instant.parse(root.path("from").asText()),
                    Instant.parse(root.path("until").asText()));
            JsonNode number = root.path("number");
            return new Statement(
                    root.path("workspace").asText(),
                    period,
                    number.isNull() ? null : number.asLong(),
                    Instant.parse(root.path("made_at").asText()),
                    usage(root),
                    accounts(root),
                    payments(root));
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            throw new IllegalArgumentException(
                    Expected.message("statement", text.length() + " characters", "JSON as it was written"), e);
        }
    }

    private static ObjectNode usage(UsageRow row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("provider", row.provider())
                .put("model", row.model())
                .put("feature", row.feature())
                .put("records", row.records())
                .put("charge", row.charge().nanoUsd());
    }

    private static ObjectNode account(AccountRow row) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("account", row.account())
                .put("kind", row.kind())
                .put("source", row.source())
                .put(
                        "expires_at",
                        row.expiresAt() == null ? null : row.expiresAt().toString())
                .put("opening", row.opening().nanoUsd());
        node.set("movements", movements(row.movements()));
        return node.put("closing", row.closing().nanoUsd());
    }

    private static ObjectNode movements(Map<TransferKind, Money> movements) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        movements.forEach((kind, amount) -> node.put(kind.name(), amount.nanoUsd()));
        return node;
    }

    private static List<UsageRow> usage(JsonNode root) {
        List<UsageRow> rows = new ArrayList<>();
        root.path("usage")
                .forEach(node -> rows.add(new UsageRow(
                        node.path("provider").asText(),
                        node.path("model").asText(),
                        node.path("feature").asText(),
                        node.path("records").asLong(),
                        new Money(node.path("charge").asLong()))));
        return rows;
    }

    private static List<AccountRow> accounts(JsonNode root) {
        List<AccountRow> rows = new ArrayList<>();
        for (JsonNode node : root.path("accounts")) {
            Map<TransferKind, Money> movements = new EnumMap<>(TransferKind.class);
            node.path("movements")
                    .properties()
                    .forEach(entry -> movements.put(
                            TransferKind.valueOf(entry.getKey()),
                            new Money(entry.getValue().asLong())));
            JsonNode expires = node.path("expires_at");
            rows.add(new AccountRow(
                    node.path("account").asLong(),
                    node.path("kind").asText(),
                    node.path("source").asText(),
                    expires.isNull() ? null : Instant.parse(expires.asText()),
                    new Money(node.path("opening").asLong()),
                    movements,
                    new Money(node.path("closing").asLong())));
        }
        return rows;
    }

    private static List<PaymentRow> payments(JsonNode root) {
        List<PaymentRow> rows = new ArrayList<>();
        root.path("payments")
                .forEach(node -> rows.add(new PaymentRow(
                        Instant.parse(node.path("at").asText()),
                        node.path("cents").asLong(),
                        node.path("payment_intent").asText())));
        return rows;
    }
}
