package io.millrace.bench;

import io.millrace.client.redaction.Redacted;
import io.millrace.client.redaction.Redactor;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.workload.Workload;
import io.millrace.standalone.workload.WorkloadSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The JMH methods of redaction: 8 KiB of metadata in 32 entries, all of it clean. The baseline looks for fewer things than
 * ours does, with one regular expression that has no filter before it.
 */
@State(Scope.Thread)
public class RedactionBench {
    private static final int ENTRIES = 32;
    private static final long MIDNIGHT_MICROS = 1_795_737_600_000_000L;
    private static final int VALUE_LENGTH = 248;
    private static final String[] WORDS = {
        "route",
        "eu-central-1",
        "the",
        "answer",
        "was",
        "cut",
        "short",
        "by",
        "tenant",
        "policy",
        "4096",
        "tokens",
        "of",
        "v2.1"
    };
    private static final Pattern PATTERN = Pattern.compile(
            "\\bsk-[A-Za-z0-9_-]{20,}|\\bAKIA[A-Z0-9]{16}\\b"
                    + "|\\bgh[pousr]_[A-Za-z0-9]{36}\\b|\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"
                    + "|-----BEGIN [A-Z ]*PRIVATE KEY-----|[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s@]+@"
                    + "|\\b\\d(?:[ -]?\\d){12,18}\\b|\\b\\d{3}-\\d{2}-\\d{4}\\b|(?i)(?:password|secret|api_?key|token)\\s*[=:]\\s*\\S+");

    private final Redactor redactor = Redactor.standard();
    private final Map<String, String> metadata = metadata();
    private final Usage usage = new Workload(WorkloadSettings.dayBefore(MIDNIGHT_MICROS, 1, 1_000, 1)).call(1);

    @Benchmark
    public Redacted metadata8KiB() {
        return redactor.clean(metadata);
    }

    @Benchmark
    public boolean regex8KiB() {
        boolean found = false;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            found |= PATTERN.matcher(entry.getKey()).find();
            found |= PATTERN.matcher(entry.getValue()).find();
        }
        return found;
    }

    @Benchmark
    public Usage record() {
        return redactor.clean(usage);
    }

    private static Map<String, String> metadata() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, String> metadata = new HashMap<>();
        for (int entry = 0; entry < ENTRIES; entry++) {
            StringBuilder value = new StringBuilder();
            while (value.length() < VALUE_LENGTH) {
                value.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            value.setLength(VALUE_LENGTH);
            metadata.put("entry-" + entry, value.toString());
        }
        return metadata;
    }
}
