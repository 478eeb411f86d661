package io.millrace.streams.metering;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which providers write a model's name, as one table: a rule cuts a prefix or a suffix off. Stateless,
 * thread-safe.
 *
 * <p>Suffixes are cut before prefixes, since a name that keeps its region has a price nearer to the truth than one that
 * keeps its date. A rule of a provider holds for that provider alone.
 */
final class ModelNames {
    private static final String ANY = "";
    private static final String BEDROCK = "aws.bedrock";
    private static final String VERTEX = "gcp.vertex_ai";
    private static final String GEMINI = "gcp.gemini";

    /**
     * One line of the table.
     *
     * @param provider canonical name; empty for any
     * @param pattern what is cut off, where '#' is any digit and every other character itself
     */
    private record Rule(String provider, String pattern) {
        boolean isOf(String name) {
            return provider.isEmpty() || provider.equals(name);
        }
    }

    private static final List<Rule> SUFFIXES = List.of(
            new Rule(ANY, "-####-##-##"),
            new Rule(ANY, "-########"),
            new Rule(ANY, "@########"),
            new Rule(VERTEX, "@default"),
            new Rule(BEDROCK, "-v#:#"),
            new Rule(BEDROCK, "-v#"));
    private static final List<Rule> PREFIXES = List.of(
            new Rule(BEDROCK, "us."),
            new Rule(BEDROCK, "eu."),
            new Rule(BEDROCK, "apac."),
            new Rule(BEDROCK, "global."),
            new Rule(BEDROCK, "us-gov."),
            new Rule(BEDROCK, "au."),
            new Rule(BEDROCK, "ca."),
            new Rule(BEDROCK, "jp."),
            new Rule(BEDROCK, "in."),
            new Rule(GEMINI, "models/"));

    private ModelNames() {}

    /** The shorter forms of a name, the nearest first; the name itself is none of them. Never empty texts. */
    static List<String> shorterForms(String provider, String name) {
        List<String> forms = new ArrayList<>(4);
        addWithoutSuffixes(provider, name, forms);
        String bare = withoutPrefix(provider, name);
        if (bare != null) {
            forms.add(bare);
            addWithoutSuffixes(provider, bare, forms);
        }
        return forms;
    }

    private static void addWithoutSuffixes(String provider, String name, List<String> forms) {
        String rest = withoutSuffix(provider, name);
        while (rest != null) {
            forms.add(rest);
            rest = withoutSuffix(provider, rest);
        }
    }

    private static @Nullable String withoutSuffix(String provider, String name) {
        for (Rule rule : SUFFIXES) {
            int end = name.length() - rule.pattern().length();
            if (end > 0 && rule.isOf(provider) && matchesAt(name, end, rule.pattern())) {
                return name.substring(0, end);
            }
        }
        return null;
    }

    private static @Nullable String withoutPrefix(String provider, String name) {
        for (Rule rule : PREFIXES) {
            int start = rule.pattern().length();
            if (name.length() > start && rule.isOf(provider) && name.startsWith(rule.pattern())) {
                return name.substring(start);
            }
        }
        return null;
    }

    private static boolean matchesAt(String name, int offset, String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            char actual = name.charAt(offset + i);
            boolean fits = wanted == '#' ? actual >= '0' && actual <= '9' : actual == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
