package io.millrace.client.adapter;

import io.millrace.schemas.rule.Require;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets nothing that names a person out but a pseudonym of the agreed form. */
final class Pseudonyms {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final UnaryOperator<String> pseudonym;

    Pseudonyms(UnaryOperator<String> pseudonym) {
        this.pseudonym = pseudonym;
    }

    /** The pseudonym of the first of two slots that is set; null when neither is, or when the function fails. */
    @Nullable
    String of(RawUsage raw, Slot first, Slot second) {
        String person = raw.text(first) == null ? raw.text(second) : raw.text(first);
        return person == null ? null : of(person, "user", raw.findings());
    }

    /** A SHA-256 in hex as it is; anything else may be the key itself and gets a pseudonym. */
    @Nullable
    String ofKeyHash(RawUsage raw) {
        String hash = raw.text(Slot.API_KEY_HASH);
        return hash == null || SHA_256.matcher(hash).matches() ? hash : of(hash, "api_key", raw.findings());
    }

    private @Nullable String of(String person, String field, Findings findings) {
        try {
            String result = pseudonym.apply(person);
            if (result != null && Require.isPseudonym(result)) {
                return result;
            }
            findings.badValue(field + " pseudonym", "not of the form", Require.PSEUDONYM_RULE);
        } catch (RuntimeException e) {
            // A function that fails must neither stop the record nor let its message, which may hold the name, out.
            findings.badValue(field + " pseudonym", "failed", Require.PSEUDONYM_RULE);
        }
        return null;
    }
}
