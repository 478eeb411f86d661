package io.millrace.client.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that hold what a rule is for, or nearly so, between whatever else a text may hold. */
final class NearMisses {
    private static final List<Rule> ALL = List.of(Rule.values());
    private static final List<String> GLUE = List.of(
            "",
            "",
            "",
            " ",
            " ",
            "\n",
            "\t",
            "x",
            "Z",
            "7",
            "_",
            "-",
            ".",
            "/",
            "=",
            ":",
            "'",
            "\"",
            "`",
            "\\",
            "\\n",
            "\\t",
            "\\r",
            "%3D",
            "%20",
            "%2",
            "+",
            "~",
            ",",
            ";",
            "&",
            "(",
            ")",
            "\u00e9",
            "\u2013",
            "\u4e2d",
            "\ud83d\ude00",
            " and ",
            "note: ",
            "key=",
            "token=",
            "password: ",
            "id 7 ",
            "[redacted:jwt]",
            "://",
            "a:b@",
            "0.",
            "12 ");
    private static final List<String> SEPARATORS = List.of(" ", "-", ".", "\u00a0", "\u2010", "\u2013", "");
    private static final List<String> ISSUERS = List.of(
            "4", "51", "55", "2221", "2720", "34", "37", "36", "38", "300", "305", "3095", "6011", "644", "65", "3528",
            "3589", "62", "2200", "2204", "50", "56", "67", "6304", "6390");
    private static final List<String> NAMES = List.of(
            "password",
            "db_password",
            "dbPassword",
            "API_KEY",
            "apiKey",
            "X-Auth-Token",
            "refreshTokens",
            "api.key",
            "max_tokens",
            "token",
            "tokenCount",
            "secret_arn",
            "clientSecret",
            "key",
            "cache_key",
            "HTTPPassword2",
            "session_token",
            "prompt_token",
            "aws_secret_access_key",
            "cookie",
            "author",
            "user",
            "pwd_hint_otp");
    private static final List<String> VALUES = List.of(
            "null",
            "None",
            "true",
            "undefined",
            "<value>",
            "${VAR}",
            "***",
            "4096",
            "ab",
            "hunter",
            "a b",
            "x;y",
            "c\\\"d e",
            "a\\\\",
            "Bearer ",
            "Basic ");

    private final RandomGenerator random;
    private final Secrets secrets;
    /** The characters of a set. */
    private final Map<String, String> expanded = new HashMap<>();

    NearMisses(RandomGenerator random) {
        this.random = random;
        secrets = new Secrets(random);
    }

    String text(Rule rule) {
        StringBuilder text = new StringBuilder(glue());
        int pieces = 1 + (random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0);
        for (int i = 0; i < pieces; i++) {
            Rule of = i == 0 || random.nextBoolean() ? rule : one(ALL);
            text.append(random.nextBoolean() ? sample(of) : mutated(sample(of))).append(glue());
        }
        return text.toString();
    }

    private String glue() {
        return switch (random.nextInt(12)) {
            case 0 -> secrets.words(1 + random.nextInt(4)) + " ";
            case 1 -> one(GLUE) + one(GLUE) + one(GLUE);
            case 2 -> one(GLUE).repeat(1 + random.nextInt(40));
            default -> one(GLUE);
        };
    }

    private String mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && changed.length() > 0; i--) {
            int at = random.nextInt(changed.length());
            int end = at + 1 + random.nextInt(Math.min(8, changed.length() - at));
            switch (random.nextInt(6)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, one(GLUE));
                case 2 -> changed.replace(at, at + 1, one(GLUE));
                case 3 -> changed.insert(at, changed.substring(at, end));
                case 4 -> changed.setCharAt(at, (char) (changed.charAt(at) ^ ' '));
                default -> changed.setLength(at);
            }
        }
        return changed.toString();
    }

    private String sample(Rule rule) {
        List<TokenStatements.Form> forms = TokenStatements.FORMS.stream()
                .filter(form -> form.rule() == rule)
                .toList();
        boolean token = !forms.isEmpty() && !(rule == Rule.PRIVATE_KEY && random.nextBoolean());
        return token ? token(one(forms)) : inContext(rule);
    }

    private String token(TokenStatements.Form form) {
        int length = form.min() + (random.nextInt(3) == 0 ? random.nextInt(5) - 2 : random.nextInt(30));
        boolean exact = form.rule() == Rule.AWS_ACCESS_KEY_ID && random.nextInt(4) > 0;
        return form.prefix() + secretOf(form.set(), exact ? form.min() : length) + "=".repeat(random.nextInt(12) / 9);
    }

    private String inContext(Rule rule) {
        return switch (rule) {
            case PRIVATE_KEY ->
                secrets.pem(one(List.of("PRIVATE KEY", "RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "KEY")));
            case JWT -> random.nextInt(3) > 0 ? secrets.jwt() : encrypted();
            case CONNECTION_STRING ->
                "db://" + secretOf("A-Za-z0-9", random.nextInt(6)) + ":" + one(List.of("", "8080?", "p", "p@:#", "pa/"))
                        + secretOf("A-Za-z0-9_.-", random.nextInt(9)) + "@h";
            case AUTHORIZATION ->
                one(List.of("Bearer", "bearer", "bEARER", "Basic", "BASIC", "bAsic"))
                        + one(List.of(" ", "  ", ": ", "%20", "", "=\""))
                        + credentials();
            case SSN ->
                random.nextInt(4) > 0 ? socialSecurity(one(List.of("-", " ", ""))) : "ssn=" + socialSecurity("");
            case CARD_NUMBER -> card();
            case AZURE_CLIENT_SECRET ->
                secretOf("A-Za-z0-9_.~-", 3) + "8" + "Q" + "~" + secretOf("A-Za-z0-9_.~-", 30 + random.nextInt(6));
            case AZURE_KEY ->
                random.nextBoolean()
                        ? near("azure", "A-Fa-f0-9", 32)
                        : secretOf("A-Za-z0-9", 52) + "JQQ" + "J9" + secretOf("A-Za-z0-9", 27);
            case MISTRAL_KEY -> near("Mistral", "A-Za-z0-9", 32);
            case COHERE_KEY -> near("COHERE", "A-Za-z0-9", 40);
            case AWS_SECRET_KEY ->
                random.nextBoolean()
                        ? near("aws", "A-Za-z0-9+/", 40)
                        : "AKIA" + secretOf("A-Z2-7", 16) + glue() + secretOf("A-Za-z0-9+/", 40);
            default -> named();
        };
    }

    private String named() {
        String quote = one(List.of("", "", "\"", "'", "\\\"", "`"));
        String value = random.nextBoolean() ? secretOf("A-Za-z0-9_.-", random.nextInt(20)) : one(VALUES);
        return quote
                + one(NAMES)
                + quote
                + one(List.of("=", ": ", ":", " = ", "\t=\t", " => ", ":=", "]="))
                + quote
                + value
                + (random.nextInt(5) > 0 ? quote : "");
    }

    private String near(String vendor, String set, int length) {
        String word = one(List.of("_API_KEY=", " key is ", " secret: ", " id ", " token", " 7 ", "key\\n", " key%20"));
        String between = random.nextInt(4) == 0 ? glue() + sample(one(ALL)) + glue() : glue();
        return vendor
                + (random.nextInt(3) == 0 ? between : "")
                + word
                + (random.nextInt(4) == 0 ? between : "")
                + secretOf(set, length + (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0));
    }

    private String encrypted() {
        String header = "ey" + "J" + secretOf("A-Za-z0-9_-", 10 + random.nextInt(5));
        String key = secretOf("A-Za-z0-9_-", random.nextInt(20));
        return header + "." + key + "." + secretOf("A-Za-z0-9_-", 16) + "."
                + secretOf("A-Za-z0-9_-", 6 + random.nextInt(9)) + "." + secretOf("A-Za-z0-9_-", 6 + random.nextInt(9));
    }

    private String credentials() {
        String pair = secretOf("A-Za-z0-9", random.nextInt(6))
                + one(List.of(":", ":", "", ":\n"))
                + secretOf("A-Za-z0-9", 3 + random.nextInt(9));
        return random.nextBoolean()
                ? Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                : secretOf("A-Za-z0-9._~+/-", 12 + random.nextInt(20));
    }

    private String socialSecurity(String separator) {
        String area = random.nextInt(4) == 0 ? one(List.of("000", "666", "9" + random.nextInt(10, 100))) : digits(3);
        String group = random.nextInt(8) == 0 ? "00" : digits(2);
        return area + separator + group + separator + (random.nextInt(8) == 0 ? "0000" : digits(4));
    }

    private String digits(int length) {
        return random.ints(length, '1', '9' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** Digits in one piece or in groups; most have a right check digit. */
    private String card() {
        String digits = secrets.card(one(ISSUERS), random.nextInt(3) == 0 ? 16 : 12 + random.nextInt(9));
        String separator = one(SEPARATORS);
        StringBuilder grouped = new StringBuilder();
        int next = 4;
        for (int i = 0; i < digits.length(); i++) {
            if (i == next) {
                grouped.append(separator);
                next += random.nextInt(8) == 0 ? 2 + random.nextInt(5) : 4;
            }
            grouped.append(digits.charAt(i));
        }
        return grouped.toString();
    }

    /** Mostly of all kinds of characters; sometimes of letters alone, of digits alone, or of short pieces. */
    private String secretOf(String set, int length) {
        String letters = expanded.computeIfAbsent(set, NearMisses::expand);
        String some = expanded.computeIfAbsent(
                switch (random.nextInt(10)) {
                    case 0 -> set + "&&[A-Za-z]";
                    case 1 -> set + "&&[0-9]";
                    default -> set;
                },
                NearMisses::expand);
        StringBuilder text = new StringBuilder();
        int piece = random.nextInt(6) == 0 ? 4 + random.nextInt(10) : Integer.MAX_VALUE;
        while (text.length() < length) {
            boolean joint = letters.indexOf('-') >= 0 && text.length() % piece == piece - 1;
            // Letters and digits mostly, so that a key of ten or more in one piece is not rare.
            char c = some.charAt(random.nextInt(some.length()));
            text.append(joint ? '-' : Character.isLetterOrDigit(c) || random.nextInt(4) == 0 ? c : 'k');
        }
        return text.toString();
    }

    private static String expand(String set) {
        Pattern one = Pattern.compile(set.contains("&&") ? "[[" + set.replace("&&", "]&&") + "]" : "[" + set + "]");
        return IntStream.range(0, 128)
                .mapToObj(Character::toString)
                .filter(c -> one.matcher(c).matches())
                .collect(Collectors.joining());
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
