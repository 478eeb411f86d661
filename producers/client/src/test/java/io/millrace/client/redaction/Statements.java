package io.millrace.client.redaction;

import static io.millrace.client.redaction.TokenStatements.BASE64;
import static io.millrace.client.redaction.TokenStatements.BASE64_URL;
import static io.millrace.client.redaction.TokenStatements.OPENS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of every rule that looks into texts. */
final class Statements {
    private static final String CARD_SEPARATOR = "[ .\u00a0\u2010\u2011\u2013-]";
    /** Digits alone, or groups of which the first has four and those inside three or more. */
    private static final Pattern CARD_FORM =
            Pattern.compile("\\d{13,19}|\\d{4}(?<sep>" + CARD_SEPARATOR + ")(?:\\d{3,}\\k<sep>)*\\d+");

    private static final Pattern CARD_START = Pattern.compile("(?<![+])(?<![0-9][.])" + OPENS + "[2-6]");
    private static final Pattern CARD_ISSUERS = Pattern.compile("4(?:\\d{12}|\\d{15}|\\d{18})"
            + "|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}"
            + "|3[47]\\d{13}"
            + "|(?:3[689]\\d\\d|30[0-5]\\d|3095)\\d{10,15}"
            + "|(?:6011|64[4-9]\\d|65\\d\\d|35(?:2[89]|[3-8]\\d)|62\\d\\d|220[0-4])\\d{12,15}"
            + "|(?:50\\d\\d|5[678]\\d\\d|67\\d\\d|6304|6390)\\d{9,15}");
    private static final Pattern PIECE = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern SECRET_WORD = Pattern.compile("(?i)key|secret|token|password|credential");
    /** What may stand between the word and the secret: no piece that ends in a digit but that of an escape. */
    private static final Pattern NO_NUMBER = Pattern.compile("(?:[^A-Za-z0-9]|[A-Za-z0-9]*[A-Za-z](?![A-Za-z0-9]))*+");

    private static final Pattern AWS_SECRET = Pattern.compile(keyOf(BASE64, 40));
    private static final Pattern ACCESS_KEY_ID =
            Pattern.compile(OPENS + "(?:AKIA|ASIA|ACCA|ABIA)[A-Z2-7]{16}(?![A-Z2-7])");

    private static final Map<Rule, List<Statement>> ALL = all();

    private Statements() {}

    static List<Statement> of(Rule rule) {
        return ALL.getOrDefault(rule, List.of());
    }

    private static Map<Rule, List<Statement>> all() {
        List<Statement> all = new ArrayList<>();
        TokenStatements.FORMS.forEach(form -> all.add(form.statement()));
        all.addAll(contexts());
        all.addAll(vendors());
        all.addAll(NameStatement.both());
        Map<Rule, List<Statement>> byRule = new EnumMap<>(Rule.class);
        all.forEach(statement -> byRule.computeIfAbsent(statement.rule(), rule -> new ArrayList<>())
                .add(statement));
        return byRule;
    }

    private static List<Statement> contexts() {
        String part = "[" + BASE64_URL + "]";
        String digitsOpen = "(?<![+])(?<![0-9][.])" + OPENS;
        return List.of(
                Statement.of(
                        Rule.PRIVATE_KEY,
                        "(?<s>-----BEGIN (?:(?!-----).){0,40}(?<=PRIVATE KEY|PRIVATE KEY BLOCK)(?=-----)"
                                + "(?:.*?-----END .*?-----|.*))"),
                Statement.of(
                        Rule.JWT,
                        "(?<s>" + OPENS + "(?<![_-])ey" + "J" + part + "{10,}+[.]" + "(?:ey" + "J" + part + "{5,}+[.]"
                                + part + "*+|" + part + "*+[.]" + part + "*+[.]" + part + "{8,}+[.]" + part
                                + "{8,}+))"),
                Statement.of(
                        Rule.CONNECTION_STRING,
                        "://(?<s>(?!\\[redacted:)[^: \\t\\r\\n/\"'<>\\\\`]*+:(?![0-9]{1,5}[?#])[^ \\t\\r\\n/\"'<>\\\\`]+)@"),
                Statement.of(
                        Rule.AUTHORIZATION,
                        OPENS + "(?i:bearer)(?:[ \\t:=\"]{1,8}+(?:%20)?|%20)" + "(?<s>" + mixed("A-Za-z0-9._~+/-")
                                + "[A-Za-z0-9._~+/-]{16,}+={0,2})"),
                Statement.of(
                        Rule.AUTHORIZATION,
                        OPENS + "(?i:basic)(?:[ \\t:=\"]{1,8}+(?:%20)?|%20)(?<s>[" + BASE64 + "]++={0,2})",
                        (text, matcher) -> userAndPassword(matcher.group("s"))),
                Statement.of(
                        Rule.SSN,
                        digitsOpen + "(?<s>(?!000|666|9)[0-9]{3}(?<sep>[ -])(?!00)[0-9]{2}\\k<sep>(?!0000)[0-9]{4})"
                                + "(?![A-Za-z0-9])(?!\\k<sep>[0-9])",
                        (text, matcher) ->
                                !text.substring(0, matcher.start("s")).matches("(?s).*[0-9]" + matcher.group("sep"))),
                new Statement(Rule.CARD_NUMBER, Statements::cards),
                Statement.of(
                        Rule.AZURE_CLIENT_SECRET,
                        "(?<s>" + OPENS + "[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}+)(?![A-Za-z0-9_.~-])"),
                Statement.of(
                        Rule.AZURE_KEY, "(?<s>" + OPENS + "[A-Za-z0-9]{52}JQQ" + "J9[A-Za-z0-9]{27})(?![A-Za-z0-9])"));
    }

    /** Base64 of a printable text with a colon. */
    private static boolean userAndPassword(String base64) {
        boolean length = base64.endsWith("=") ? base64.length() % 4 == 0 : base64.length() % 4 != 1;
        if (base64.length() < 8 || !length) {
            return false;
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
            return decoded.matches("[^\\x00-\\x1f]*:[^\\x00-\\x1f]*");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The longest number from where digits begin that an issuer can have given out and whose check digit is right. */
    private static List<Statement.Span> cards(String text) {
        List<Statement.Span> spans = new ArrayList<>();
        Matcher starts = CARD_START.matcher(text);
        while (starts.find()) {
            for (int end = Math.min(text.length(), starts.start() + 40); end > starts.start(); end--) {
                if (isCard(text.substring(starts.start(), end))
                        && !text.substring(end).matches("(?s)[A-Za-z0-9].*")) {
                    spans.add(new Statement.Span(starts.start(), end));
                    break;
                }
            }
        }
        return spans;
    }

    private static boolean isCard(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        if (!CARD_FORM.matcher(text).matches() || !CARD_ISSUERS.matcher(digits).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 1; i <= digits.length(); i++) {
            int digit = digits.charAt(digits.length() - i) - '0';
            sum += i % 2 == 1 ? digit : digit / 5 + digit * 2 % 10;
        }
        return sum % 10 == 0;
    }

    private static List<Statement> vendors() {
        return List.of(
                vendor(Rule.MISTRAL_KEY, "mistral", TokenStatements.LETTERS_DIGITS, 32),
                vendor(Rule.COHERE_KEY, "cohere", TokenStatements.LETTERS_DIGITS, 40),
                vendor(Rule.AZURE_KEY, "azure", TokenStatements.HEX, 32),
                vendor(Rule.AWS_SECRET_KEY, "aws", BASE64, 40),
                new Statement(Rule.AWS_SECRET_KEY, Statements::behindAccessKeyIds));
    }

    private static Statement vendor(Rule rule, String name, String set, int length) {
        Pattern between = Pattern.compile("(?is)(?=" + name + "(?<between>.{1,95})\\z)");
        return Statement.of(rule, keyOf(set, length), (text, matcher) -> {
            Matcher names = between.matcher(text.substring(0, matcher.start("s")));
            boolean spoken = false;
            while (!spoken && names.find()) {
                spoken = names.group("between").length() <= 95 && speaksOfKey(names.group("between"));
            }
            return spoken;
        });
    }

    private static String keyOf(String set, int length) {
        return "(?<s>" + OPENS + mixed(set) + "[" + set + "]{" + length + "})(?![" + set + "])";
    }

    private static String mixed(String set) {
        return "(?=[" + set + "]*?[0-9])(?=[" + set + "]*?[[" + set + "]&&[A-Za-z]])";
    }

    /** A word of secrets at most 15 characters before the end, and no number behind it. */
    private static boolean speaksOfKey(String between) {
        Matcher pieces = PIECE.matcher(between);
        boolean spoken = false;
        while (pieces.find()) {
            String tail = between.substring(pieces.end());
            spoken |= SECRET_WORD.matcher(pieces.group()).find()
                    && tail.length() <= 15
                    && NO_NUMBER
                            .matcher(tail.replaceAll("%[0-9A-Fa-f]{2}\\z", "%"))
                            .matches();
        }
        return spoken && !between.contains("[redacted:");
    }

    /** The first such key behind each id. */
    private static List<Statement.Span> behindAccessKeyIds(String text) {
        List<Statement.Span> spans = new ArrayList<>();
        Matcher ids = ACCESS_KEY_ID.matcher(text);
        Matcher keys = AWS_SECRET.matcher(text).useTransparentBounds(true);
        while (ids.find()) {
            boolean found = keys.region(ids.end(), text.length()).find();
            String between = found ? text.substring(ids.end(), keys.start()) : "";
            if (found && between.length() <= 63 && !between.contains("[redacted:")) {
                spans.add(new Statement.Span(ids.start(), keys.start("s"), keys.end("s")));
            }
        }
        return spans;
    }
}
