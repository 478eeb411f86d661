package io.millrace.client.redaction;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.Usage;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of what leaves the gateway. Thread-safe; all that changes are its counters and what it knows to be clean. No method throws on what a
 * text holds, logs, or keeps a value.
 *
 * <p>Of a text, the matched span alone becomes {@code [redacted:<rule>]}; the value of a metadata entry whose key names a
 * secret is replaced as a whole. Time is linear in the length, about 1 ns a character on a plain text.
 */
public final class Redactor {
    /** Longer identifiers, in UTF-16 units, are no identifiers and are replaced as a whole. */
    public static final int IDENTIFIER_LENGTH_MAX = 1024;

    private final TextCleaner texts;
    private final MetadataCleaner metadataCleaner;
    private final UsageCleaner usages;
    private final Tally tally = new Tally();
    private final CleanTexts known = new CleanTexts();

    public Redactor(RedactionSettings settings) {
        texts = new TextCleaner(settings);
        metadataCleaner = new MetadataCleaner(settings, texts);
        usages = new UsageCleaner(this);
    }

    /** All rules, nothing allowed. */
    public static Redactor standard() {
        return new Redactor(RedactionSettings.defaults());
    }

    /**
     * Cleans metadata. What is over the bounds of 32 entries and 8 KiB (UTF-8) is left out, the last by key first; an entry
     * that does not fit is passed over for the next. Keys that became equal get {@code #2}, {@code #3} and so on.
     */
    public Redacted clean(Map<String, String> metadata) {
        if (metadataCleaner.isClean(metadata)) {
            return new Redacted(metadata, Map.of(), 0);
        }
        Redacted redacted = metadataCleaner.clean(metadata);
        tally.add(redacted);
        return redacted;
    }

    /**
     * Cleans a field that holds an identifier; the same instance when it is clean. An identifier that is nothing but digits
     * stays even where it could be a card's number.
     */
    public String cleanIdentifier(String text) {
        if (text.length() > IDENTIFIER_LENGTH_MAX) {
            tally.found(Rule.OVERSIZE);
            return Rule.OVERSIZE.placeholder();
        }
        if (onlyDigits(text)) {
            return text;
        }
        String cleaned = texts.clean(text, Set.of(), tally::found);
        // A placeholder may be longer than the secret it stands for.
        return cleaned.length() <= Math.max(text.length(), Require.IDENTIFIER_LENGTH_MAX)
                ? cleaned
                : cleaned.substring(0, Math.max(text.length(), Require.IDENTIFIER_LENGTH_MAX));
    }

    /**
     * Cleans every free text of a record: identifiers, names and metadata. The same instance, and nothing allocated, when nothing fired.
     */
    public Usage clean(Usage usage) {
        return usages.clean(usage);
    }

    /** What was redacted since this redactor was made. */
    public RedactionCounters counters() {
        return tally.snapshot();
    }

    boolean isClean(Map<String, String> metadata) {
        return metadataCleaner.isClean(metadata);
    }

    /** True when {@link #cleanIdentifier} would hand back the same. */
    boolean isClean(@Nullable String text) {
        if (text == null || known.has(text)) {
            return true;
        }
        boolean clean = text.length() <= IDENTIFIER_LENGTH_MAX
                && (texts.next(text, 0, Set.of()) == Match.NONE || onlyDigits(text));
        if (clean) {
            known.add(text);
        }
        return clean;
    }

    @Nullable
    String cleanNullable(@Nullable String text) {
        return text == null ? null : cleanIdentifier(text);
    }

    void found(Rule rule) {
        tally.found(rule);
    }

    private static boolean onlyDigits(String text) {
        return Alphabet.end(text, 0, text.length(), Alphabet.DIGIT) == text.length();
    }
}
