package io.millrace.alerts.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * A message as JSON, UTF-8, the same bytes whenever it is made. Amounts are whole numbers of the {@code unit} beside them,
 * instants are UTC. Fields may be added later, and kinds. Thread-safe.
 */
public final class MessageJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MessageJson() {}

    public static byte[] of(Message message) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("id", message.id());
        root.put("type", message instanceof Message.Alert ? "alert" : "notice");
        root.put("kind", message.kind());
        root.put("workspace", message.workspaceId());
        root.put("occurred_at", instant(message.occurredAtMicros()));
        root.put("text", message.title());
        if (message instanceof Message.Alert told) {
            addAlert(root.putObject("alert"), told.alert());
        } else {
            addNotice(root.putObject("notice"), ((Message.Told) message).notice());
        }
        return bytes(root);
    }

    /** Whatever is put together from texts alone. */
    public static byte[] bytes(ObjectNode root) {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers was not written", e);
        }
    }

    private static void addAlert(ObjectNode node, BudgetAlert alert) {
        node.put("policy", alert.policyId());
        node.putObject("scope")
                .put("dimension", Words.lower(alert.scope().dimension()))
                .put("value", alert.scope().value());
        node.put("measure", Words.lower(alert.measure()));
        node.put("unit", unit(alert.measure()));
        node.put("threshold", alert.threshold());
        node.put("threshold_percent", alert.thresholdPercent());
        node.put("used", alert.used());
        node.put("limit", alert.limit());
        node.put("projected", alert.projectedUsed());
        Long end = alert.window().endMicros();
        node.putObject("window")
                .put("start", instant(alert.window().startMicros()))
                .put("end", end == null ? null : instant(end));
    }

    private static void addNotice(ObjectNode node, Notice notice) {
        node.put("subject", orNull(notice.subjectId()));
        node.put("state", orNull(notice.state()));
        node.put("amount", notice.amountCents());
        node.put("unit", "usd_cents");
        node.put("code", notice.code());
        node.put("link", notice.link());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case CHARGE, COST -> "nano_usd";
            case TOKENS, REQUESTS -> Words.lower(measure);
        };
    }

    private static String instant(long micros) {
        return Micros.toInstant(micros).toString();
    }
}
