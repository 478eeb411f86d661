package io.millrace.standalone.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.standalone.rejected.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints refusals. */
public final class RefusalView {
    private static final int BYTES_IN_LINE = 16;
    private static final String NONE = "-";

    private RefusalView() {}

    /** One line: id, time, reason, where it came from, event id, detail. */
    public static String line(Refusal refusal) {
        RejectedRecord record = refusal.record();
        return String.format(
                Locale.ROOT,
                "%-9s %-27s %-22s %-28s %-36s %s",
                refusal.id(),
                refusal.time(),
                record.reason(),
                place(record.source()),
                record.eventId() == null ? NONE : record.eventId(),
                record.detail());
    }

    public static String json(List<Refusal> refusals) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Refusal refusal : refusals) {
            RejectedRecord record = refusal.record();
            SourcePlace source = record.source();
            array.addObject()
                    .put("id", refusal.id().toString())
                    .put("time", refusal.time().toString())
                    .put("reason", record.reason().name())
                    .put("topic", source == null ? null : source.topic())
                    .put("partition", source == null ? null : source.partition())
                    .put("offset", source == null ? null : source.offset())
                    .put(
                            "event_id",
                            record.eventId() == null ? null : record.eventId().toString())
                    .put("detail", record.detail());
        }
        return array.toPrettyString() + System.lineSeparator();
    }

    /**
     * All of it, with the bytes.
     *
     * @param decoded the value as JSON, or why it cannot be decoded
     * @param bytesMax bytes of the value printed at most
     */
    public static String detail(Refusal refusal, String decoded, int bytesMax) {
        RejectedRecord record = refusal.record();
        ByteBuffer key = record.rawKey();
        return """
                id        %s
                time      %s
                reason    %s
                detail    %s
                source    %s
                event id  %s
                key       %s
                decoded   %s
                value     %s
                """.formatted(
                        refusal.id(),
                        refusal.time(),
                        record.reason(),
                        record.detail(),
                        place(record.source()),
                        record.eventId() == null ? NONE : record.eventId(),
                        key == null ? NONE : text(key),
                        decoded,
                        value(record.rawValue(), bytesMax));
    }

    private static String place(@Nullable SourcePlace source) {
        return source == null ? NONE : source.topic() + "/" + source.partition() + "/" + source.offset();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static String value(@Nullable ByteBuffer value, int bytesMax) {
        if (value == null) {
            return "none";
        }
        int size = value.remaining();
        int shown = Math.min(size, bytesMax);
        String rest = shown < size ? String.format("%n… and %d more bytes; --full shows them", size - shown) : "";
        return size + " bytes" + hex(value, shown) + rest;
    }

    private static String hex(ByteBuffer value, int count) {
        StringBuilder dump = new StringBuilder();
        int from = value.position();
        for (int line = 0; line < count; line += BYTES_IN_LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder ascii = new StringBuilder();
            for (int i = line; i < Math.min(count, line + BYTES_IN_LINE); i++) {
                byte octet = value.get(from + i);
                hex.append(String.format("%02x ", octet));
                ascii.append(octet >= ' ' && octet < 127 ? (char) octet : '.');
            }
            dump.append(String.format("%n%08x  %-48s %s", line, hex, ascii));
        }
        return dump.toString();
    }
}
