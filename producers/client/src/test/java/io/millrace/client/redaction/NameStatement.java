package io.millrace.client.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind the name of a secret: the name as a sentence of words, the value by its quotes or what separates values. */
final class NameStatement {
    private static final String SECRET =
            "password|passwd|passphrase|passcode|passwort|pwd|secrets?|credentials?|creds|apikeys?|authorization|auth|cookies?"
                    + "|jwt|bearer|cvv|cvc|mnemonic|passkey|otp|sig|privatekey|secretkey|accesskey|accountkey|sharedaccesskey"
                    + "|encryptionkey|signingkey|clientsecret|apisecret|dbpassword|userpassword|pgpassword|authtoken"
                    + "|accesstoken|refreshtoken|sessiontoken|apitoken|idtoken|bearertoken";
    private static final String QUALIFIED_KEY =
            "(?:api|access|secret|private|account|signing|encryption|master|service|shared|subscription|ssh|auth|webhook"
                    + "|storage|admin|deploy|license|hmac|jwt|openai|anthropic|claude|google|gemini|aws|azure|mistral|cohere"
                    + "|groq|xai|deepseek|openrouter|perplexity|replicate|huggingface|stripe) keys?";
    private static final String COUNTED =
            "max|min|input|output|prompt|completion|cached|cache|total|first|last|stop|eos|bos|pad|sep|unk|mask|reasoning"
                    + "|next|special|per|thinking|budget|num|n|count|avg|mean|audio|image|text|video|vocab";
    private static final String TOKEN =
            "token|(?:api|access|secret|private|auth|bearer|refresh|session|id|personal|github"
                    + "|gitlab|slack|npm) tokens";
    private static final String PROPERTY =
            "ids?|names?|counts?|type|kind|length|len|limits?|budget|usage|used|policy|expiry|expires|expired|expiration"
                    + "|created|updated|at|age|ttl|version|rotation|rotated|present|set|required|enabled|valid|hint|status"
                    + "|state|source|provider|alias|label|prefix|fingerprint|reset|url|uri|endpoint|scopes?|manager|arn|ref"
                    + "|path|file|index|per|rate|latency|cost|price|method|mode|scheme";
    private static final String UNCHANGED = "(?: (?!(?:" + PROPERTY + ")(?: |$))[^ ]+)*$";

    private static final String ANY_PHRASE = "(?<secret>" + SECRET + "|" + QUALIFIED_KEY + ")|(?<token>(?<!(?:^| )(?:"
            + COUNTED + ") )token|" + TOKEN.substring("token|".length()) + ")|(?<ssn>ssn)";
    /** The last phrase that means a secret, and no property of it behind. */
    private static final Pattern MEANING = Pattern.compile("^(?:.* )?(?:" + ANY_PHRASE + ")" + UNCHANGED);

    private static final Pattern WORD_ENDS =
            Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
                    + "|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])");
    private static final Pattern NAME = Pattern.compile("(?<name>[A-Za-z0-9_.-]{1,64})[\"'` \\]\\\\\\t]{0,4}\\z");
    private static final Pattern OPERATOR = Pattern.compile("=|:(?!//)");
    private static final Pattern GAP = Pattern.compile("[=> \\t\\\\\"'`]{0,7}+");
    private static final Pattern BARE = Pattern.compile("[^\\x00-\\x20;&,)}\\]<>|\"'`\\\\]*+");
    private static final Pattern NO_VALUE =
            Pattern.compile("(?s)(?i:null|none|true|false|empty|undefined)|[<$*{].*|\\[redacted:.*");

    private NameStatement() {}

    static List<Statement> both() {
        return List.of(
                new Statement(Rule.NAMED_SECRET, text -> find(text, "secret", "token")),
                new Statement(Rule.SSN, text -> find(text, "ssn")));
    }

    /** The name of the group that the name means: secret, token or ssn; empty for any other name. */
    static String meaning(String name) {
        String sentence = String.join(" ", WORD_ENDS.split(name, -1)).strip().toLowerCase(Locale.ROOT);
        Matcher matcher = MEANING.matcher(sentence);
        if (!matcher.find()) {
            return "";
        }
        return List.of("secret", "token", "ssn").stream()
                .filter(group -> matcher.group(group) != null)
                .findFirst()
                .orElseThrow();
    }

    /** False for what stands for a value, and for the counts that tokens are. */
    static boolean isSecret(String meaning, String value) {
        boolean none = value.length() < 3 || NO_VALUE.matcher(value).matches();
        return switch (meaning) {
            case "secret" -> !none;
            case "token" -> !none && !value.matches("[0-9]*");
            case "ssn" -> value.matches("(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}");
            default -> false;
        };
    }

    private static List<Statement.Span> find(String text, String... meanings) {
        List<Statement.Span> spans = new ArrayList<>();
        Matcher operators = OPERATOR.matcher(text);
        while (operators.find()) {
            Matcher name = NAME.matcher(text.substring(Math.max(0, operators.start() - 80), operators.start()));
            String meaning = name.find() ? meaning(name.group("name")) : "";
            if (List.of(meanings).contains(meaning)) {
                Statement.Span value = value(text, operators.end(), meaning);
                if (isSecret(meaning, text.substring(value.start(), value.end())) && !authorizes(text, value.start())) {
                    spans.add(new Statement.Span(operators.start(), value.start(), value.end()));
                }
            }
        }
        return spans;
    }

    /** Behind Bearer and Basic stands a secret with a rule of its own. */
    private static boolean authorizes(String text, int start) {
        return Statements.of(Rule.AUTHORIZATION).stream()
                .flatMap(statement -> statement.spans().apply(text).stream())
                .anyMatch(span -> span.context() == start);
    }

    private static Statement.Span value(String text, int from, String meaning) {
        int start = from + lengthOf(GAP, text.substring(from));
        String rest = text.substring(start);
        String before = text.substring(0, start);
        String bare = meaning.equals("ssn") ? "[0-9]*+" : BARE.pattern();
        Matcher quote =
                Pattern.compile("(?s)^.*?(?<escaped>\\\\?)(?<quote>[\"'`])\\z").matcher(tail(before));
        if (meaning.equals("ssn") || !quote.find()) {
            return new Statement.Span(start, start + lengthOf(Pattern.compile(bare), rest));
        }
        String quoted = quote.group("escaped").isEmpty() ? "(?:[^Q\\\\]|\\\\.|\\\\\\z)*+" : "[^Q]*?(?=\\\\?(?:Q|\\z))";
        Pattern value = Pattern.compile(quoted.replace("Q", quote.group("quote")), Pattern.DOTALL);
        return new Statement.Span(start, start + lengthOf(value, rest));
    }

    private static String tail(String before) {
        return before.substring(Math.max(0, before.length() - 2));
    }

    private static int lengthOf(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
