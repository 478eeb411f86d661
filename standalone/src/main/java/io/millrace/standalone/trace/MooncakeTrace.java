package io.millrace.standalone.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.schemas.time.Micros;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Calls of a Mooncake trace. Keeps the id of every block seen, about 50 bytes each. An id stands for a block together
 * with all blocks before it, so that a seen id means a seen prefix. Not thread-safe.
 */
final class MooncakeTrace implements Iterator<TraceCall> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final long BLOCK_TOKENS = 512;

    private final TraceLines lines;
    private final Set<Long> seenBlocks = new HashSet<>();
    private String line;
    private long firstMillis = -1;
    private long lastMillis = -1;

    MooncakeTrace(TraceLines lines) {
        this.lines = lines;
        line = lines.next();
    }

    @Override
    public boolean hasNext() {
        return !line.isEmpty();
    }

    @Override
    public TraceCall next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        JsonNode row = parse();
        long millis = count(row, "timestamp");
        if (millis < lastMillis) {
            throw lines.malformed("timestamp", millis, "not before the line above");
        }
        firstMillis = firstMillis < 0 ? millis : firstMillis;
        lastMillis = millis;
        long input = count(row, "input_length");
        TraceCall call = new TraceCall(
                (millis - firstMillis) * Micros.PER_MILLI,
                input,
                Math.min(input, cachedBlocks(row.path("hash_ids")) * BLOCK_TOKENS),
                count(row, "output_length"),
                TraceCall.NO_CLIENT);
        line = lines.next();
        return call;
    }

    private JsonNode parse() {
        try {
            JsonNode row = MAPPER.readTree(line);
            if (row.isObject()) {
                return row;
            }
        } catch (JsonProcessingException e) {
            // Refused below with what is JSON but no object.
        }
        throw lines.malformed("line", line, "a JSON object with timestamp, input_length, output_length, hash_ids");
    }

    private long count(JsonNode row, String field) {
        JsonNode value = row.path(field);
        return lines.count(
                field, value.isNumber() ? value.asText() : value.isMissingNode() ? "none" : value.toString());
    }

    private long cachedBlocks(JsonNode blocks) {
        if (!blocks.isArray()) {
            throw lines.malformed("hash_ids", blocks.isMissingNode() ? "none" : blocks, "a list of whole numbers");
        }
        long cached = 0;
        boolean prefixSeen = true;
        for (JsonNode block : blocks) {
            if (!block.canConvertToLong() || !block.isIntegralNumber()) {
                throw lines.malformed("hash_ids", block, "a whole number");
            }
            prefixSeen &= !seenBlocks.add(block.longValue());
            cached += prefixSeen ? 1 : 0;
        }
        return cached;
    }
}
