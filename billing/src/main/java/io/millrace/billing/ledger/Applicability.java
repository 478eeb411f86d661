package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage a grant may pay for. An empty list asks nothing; one with entries asks that one of them fits. A model fits
 * a pattern in which {@code *} stands for any characters, none included; providers and features fit only as they are
 * spelt. Immutable.
 */
public record Applicability(List<String> models, List<String> providers, List<String> features) {
    /** Pays for everything. */
    public static final Applicability ANY = new Applicability(List.of(), List.of(), List.of());

    /** Entries of one list at most. */
    public static final int ENTRIES_MAX = 50;

    private static final int LENGTH_MAX = 256;

    public Applicability {
        models = checked("models", models);
        providers = checked("providers", providers);
        features = checked("features", features);
    }

    private static List<String> checked(String name, List<String> entries) {
        if (entries.size() > ENTRIES_MAX) {
            throw Expected.illegal("grant " + name, entries.size() + " entries", "at most " + ENTRIES_MAX);
        }
        for (String entry : entries) {
            if (entry.isBlank() || entry.length() > LENGTH_MAX) {
                throw Expected.illegal("grant " + name, entry, "1 to " + LENGTH_MAX + " characters each");
            }
        }
        return List.copyOf(entries);
    }

    /** Whether nothing is asked: only such a grant pays usage that is not told apart, and what is owed. */
    public boolean isAny() {
        return models.isEmpty() && providers.isEmpty() && features.isEmpty();
    }

    /** @param feature null where the usage names none: no list of features fits it */
    public boolean covers(String provider, String model, @Nullable String feature) {
        return (providers.isEmpty() || providers.contains(provider))
                && (features.isEmpty() || (feature != null && features.contains(feature)))
                && (models.isEmpty() || models.stream().anyMatch(pattern -> fits(pattern, model)));
    }

    /** Both indices only grow, or return to the last star: at most pattern times text steps. */
    private static boolean fits(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
