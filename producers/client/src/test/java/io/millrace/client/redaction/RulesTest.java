package io.millrace.client.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every rule fires on what it is for, wherever that stands, and leaves alone what only looks like it. */
final class RulesTest {
    private final Redactor redactor = Redactor.standard();

    @Test
    void tokensAreFoundInTextsAndOneCharacterLessIsNot() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            for (TokenFormat format : TokenFormats.ALL) {
                String token = secrets.token(format, format.min());
                String before = secrets.words(2) + " (";
                assertOne(format.rule(), before, token, ") " + secrets.words(2));
                assertOne(format.rule(), "x=", token, "");
                assertOne(format.rule(), "\\n", token, "\\n");
                assertOne(format.rule(), "%3D", token, "&y");
                // What is too short for a key of Anthropic or OpenRouter has the general form still.
                if (!format.prefix().startsWith("sk-") || format.prefix().equals("sk-")) {
                    assertClean(before + secrets.token(format, format.min() - 1) + ")");
                }
                assertClean("word" + token);
            }
        });
    }

    @Test
    void anAccessKeyIdIsExactlyAsLongAsItIs() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            TokenFormats.ALL.stream()
                    .filter(format -> format.rule() == Rule.AWS_ACCESS_KEY_ID)
                    .forEach(format -> assertClean(secrets.token(format, format.max() + 1)));
        });
    }

    @Test
    void theSecretBehindAnAccessKeyIdIsFoundToo() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            TokenFormat format = TokenFormats.ALL.stream()
                    .filter(candidate -> candidate.rule() == Rule.AWS_ACCESS_KEY_ID)
                    .findFirst()
                    .orElseThrow();
            String id = secrets.token(format, 16);
            assertThat(clean("note", id + "," + secrets.from(Secrets.ALNUM + "+/", 40) + ",eu"))
                    .isEqualTo("[redacted:aws_access_key_id],[redacted:aws_secret_key],eu");
        });
    }

    @Test
    void kebabWordsBehindSkAreNoKey() {
        assertClean("sk-learn-random-forest-classifier-with-many-words");
        assertClean("gpt-5-sk-" + new Secrets(new SplittableRandom(1)).from(Secrets.ALNUM, 30));
    }

    @Test
    void cardNumbersAreFoundWithEverySeparatorAndNotWithAWrongCheckDigit() {
        List<String> networks = List.of(
                "4:16", "4:13", "51:16", "2221:16", "2720:16", "34:15", "37:15", "36:14", "6011:16", "3528:16",
                "62:19");
        Trials.run(200, random -> {
            Secrets secrets = new Secrets(random);
            for (String network : networks) {
                String[] parts = network.split(":", -1);
                String number = secrets.card(parts[0], Integer.parseInt(parts[1]));
                assertOne(Rule.CARD_NUMBER, "paid with ", number, ", thanks");
                int last = number.charAt(number.length() - 1) - '0';
                String wrong = number.substring(0, number.length() - 1) + (last + 1 + random.nextInt(9)) % 10;
                assertClean("paid with " + wrong);
                assertClean("h" + number);
                assertClean("0." + number);
                assertClean("+" + number);
                assertClean(number + "0".repeat(8));
            }
            String visa = secrets.card("4", 16);
            for (String separator : List.of(" ", "-", ".", "\u00a0")) {
                String grouped = String.join(
                        separator,
                        visa.substring(0, 4),
                        visa.substring(4, 8),
                        visa.substring(8, 12),
                        visa.substring(12));
                assertOne(Rule.CARD_NUMBER, "12 ", grouped, " 12");
            }
            assertClean(visa.substring(0, 4) + "-" + visa.substring(4, 8) + " " + visa.substring(8, 12) + "."
                    + visa.substring(12));
        });
    }

    @Test
    void socialSecurityNumbersMustBePossible() {
        Trials.run(500, random -> {
            int area = random.nextInt(1_000);
            int group = random.nextInt(100);
            int serial = random.nextInt(4) == 0 ? 0 : random.nextInt(10_000);
            String number = String.format(Locale.ROOT, "%03d-%02d-%04d", area, group, serial);
            if (area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0) {
                assertClean("it is " + number);
            } else {
                assertOne(Rule.SSN, "it is ", number, ".");
                assertClean("1-" + number);
                assertClean(number + "-1");
                assertClean(number + "5");
                assertThat(clean("ssn", number.replace("-", ""))).isEqualTo(Rule.SSN.placeholder());
                assertClean("count " + number.replace("-", ""));
            }
        });
    }

    @Test
    void webTokensAreFoundAndHalvesOfThemAreNot() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            String jwt = secrets.jwt();
            assertOne(Rule.JWT, "got ", jwt, " today");
            String header = jwt.substring(0, jwt.indexOf('.'));
            assertOne(
                    Rule.JWT,
                    "",
                    header + ".." + secrets.from(Secrets.ALNUM, 16) + "." + secrets.from(Secrets.ALNUM, 40) + "."
                            + secrets.from(Secrets.ALNUM, 22),
                    "");
            assertClean(jwt.substring(0, jwt.indexOf('.') + 1));
            assertClean("class.method." + secrets.from(Secrets.ALNUM, 20));
        });
    }

    @Test
    void privateKeysAreFoundWholeOrCutOffAndPublicOnesStay() {
        Trials.run(20, random -> {
            Secrets secrets = new Secrets(random);
            for (String kind : List.of("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")) {
                assertOne(Rule.PRIVATE_KEY, "it: ", secrets.pem(kind + "PRIVATE KEY"), " end");
            }
            assertOne(Rule.PRIVATE_KEY, "", secrets.pem("PGP PRIVATE KEY BLOCK"), "");
            assertOne(Rule.PRIVATE_KEY, "", secrets.pem("PRIVATE KEY").substring(0, 90), "");
            assertClean(secrets.pem("CERTIFICATE"));
            assertClean(secrets.pem("PUBLIC KEY"));
        });
    }

    @Test
    void credentialsInUrlsAreFoundAndPortsAndMailsStay() {
        Trials.run(50, random -> {
            String password = new Secrets(random).from(Secrets.ALNUM + "!$%^*?#@", 12);
            String authority = "app:" + password;
            assertOne(Rule.CONNECTION_STRING, "postgres://", authority, "@db.internal:5432/app");
            assertOne(Rule.CONNECTION_STRING, "redis://", ":" + password, "@h");
            assertClean("https://example.com:8443?mail=a@b.example");
            assertClean("ssh://git@example.com/x");
            assertClean("http://user:@example.com/");
            assertThat(clean("note", "jdbc:sqlserver://h;user=a;password=" + "x".repeat(6) + ";encrypt=true"))
                    .isEqualTo("jdbc:sqlserver://h;user=a;password=[redacted:named_secret];encrypt=true");
            assertThat(clean("note", "AccountName=a;AccountKey=" + "Zm9v".repeat(10) + "==;Suffix=b"))
                    .isEqualTo("AccountName=a;AccountKey=[redacted:named_secret];Suffix=b");
        });
    }

    @Test
    void authorizationValuesAreFound() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            for (String scheme : List.of("Bearer ", "bearer ", "BEARER  ")) {
                assertOne(Rule.AUTHORIZATION, scheme, secrets.from(Secrets.ALNUM, 16), " x");
            }
            String basic = Base64.getEncoder()
                    .encodeToString(("user:" + secrets.from(Secrets.ALNUM, 9)).getBytes(StandardCharsets.UTF_8));
            assertOne(Rule.AUTHORIZATION, "Basic ", basic, "");
            assertClean("basic authorization and bearer authentication are two schemes");
            assertThat(clean("note", "Authorization: Bearer " + secrets.from(Secrets.ALNUM, 20)))
                    .isEqualTo("Authorization: Bearer [redacted:authorization]");
        });
    }

    @Test
    void keysWithoutAFormAreToldByTheirContext() {
        Trials.run(50, random -> {
            Secrets secrets = new Secrets(random);
            assertOne(Rule.MISTRAL_KEY, "my Mistral key is ", secrets.from(Secrets.ALNUM, 32), "");
            assertOne(Rule.COHERE_KEY, "the Cohere api key, ", secrets.from(Secrets.ALNUM, 40), ".");
            assertOne(Rule.AZURE_KEY, "azure key ", secrets.from(Secrets.HEX, 32), " ");
            assertOne(Rule.AWS_SECRET_KEY, "AWS secret ", secrets.from(Secrets.ALNUM + "+/", 40), "");
            assertClean("my Mistral trace is " + secrets.from(Secrets.ALNUM, 32));
            assertClean("my Mistral key is " + secrets.from(Secrets.ALNUM, 31));
            assertClean("my Mistral key is " + secrets.from(Secrets.ALNUM, 33));
            assertClean("azure trace id " + secrets.from(Secrets.HEX, 32));
            assertThat(clean("mistral", secrets.from(Secrets.ALNUM, 32))).isEqualTo(Rule.MISTRAL_KEY.placeholder());
            String marked = secrets.from(Secrets.ALNUM, 52) + "JQQ" + "J9" + secrets.from(Secrets.ALNUM, 27);
            assertOne(Rule.AZURE_KEY, "use ", marked, " now");
            String client =
                    secrets.from(Secrets.ALNUM, 8).substring(0, 3) + "8" + "Q" + "~" + secrets.from(Secrets.ALNUM, 33);
            assertOne(Rule.AZURE_CLIENT_SECRET, "use ", client, " now");
            assertClean("use " + client.substring(0, 36) + " now");
        });
    }

    @Test
    void namesOfSecretsHideTheirValuesAndOtherNamesDoNot() {
        for (String key : List.of(
                "password",
                "db_password",
                "dbPassword",
                "API_KEY",
                "apiKey",
                "X-Api-Key",
                "openai_key",
                "clientSecret",
                "Authorization",
                "access_token",
                "X-Auth-Token",
                "refreshTokens",
                "session.token",
                "aws_secret_access_key",
                "AccountKey",
                "card_cvv",
                "secret_prod",
                "password2",
                "OPENAI_API_KEY_PROD",
                "cookie")) {
            assertThat(clean(key, "h" + "unter2!")).as(key).isEqualTo(Rule.NAMED_SECRET.placeholder());
        }
        for (String key : List.of(
                "max_tokens",
                "tokens",
                "token_count",
                "prompt_token",
                "maxTokens",
                "api_key_id",
                "apiKeyName",
                "key",
                "cache_key",
                "password_policy",
                "token_type",
                "keyboard",
                "secretary",
                "author",
                "monkey",
                "partition_key",
                "inputTokens",
                "secret_arn",
                "access_key_id",
                "tokenizer",
                "passenger")) {
            assertThat(clean(key, "h" + "unter2!")).as(key).isEqualTo("h" + "unter2!");
        }
        assertThat(clean("token", "4096")).isEqualTo("4096");
        assertThat(clean("password", "4096")).isEqualTo(Rule.NAMED_SECRET.placeholder());
        assertThat(clean("password", "null")).isEqualTo("null");
        assertClean("{\"max_tokens\": 4096, \"token_count\": 12, \"api_key_id\": \"key_123\"}");
        assertThat(clean("arguments", "{\"api_key\": \"a b c\", \"n\": 1}"))
                .isEqualTo("{\"api_key\": \"[redacted:named_secret]\", \"n\": 1}");
        assertThat(clean("url", "https://h/p?token=abcdef&x=1"))
                .isEqualTo("https://h/p?token=[redacted:named_secret]&x=1");
    }

    @Test
    void plainTextsStay() {
        Trials.run(2_000, random -> assertClean(new Secrets(random).words(40)));
    }

    @Test
    void everyRuleHasAPlaceholderAndAnId() {
        for (Rule rule : Rule.values()) {
            assertThat(Rule.of(rule.id())).contains(rule);
            assertThat(rule.placeholder()).isEqualTo("[redacted:" + rule.id() + "]");
            assertClean(rule.placeholder());
        }
    }

    /** All rules that a token's beginning tells fire somewhere in this test, by the table itself. */
    @Test
    void everyTokenRuleHasAFormat() {
        Set<Rule> byContext = EnumSet.of(
                Rule.AWS_SECRET_KEY,
                Rule.AZURE_KEY,
                Rule.AZURE_CLIENT_SECRET,
                Rule.MISTRAL_KEY,
                Rule.COHERE_KEY,
                Rule.AUTHORIZATION,
                Rule.JWT,
                Rule.CONNECTION_STRING,
                Rule.NAMED_SECRET,
                Rule.CARD_NUMBER,
                Rule.SSN,
                Rule.CONTENT,
                Rule.OVERSIZE);
        Set<Rule> byFormat = EnumSet.noneOf(Rule.class);
        TokenFormats.ALL.forEach(format -> byFormat.add(format.rule()));
        assertThat(byFormat).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(byContext)));
    }

    private void assertOne(Rule rule, String before, String secret, String after) {
        Redacted redacted = redactor.clean(Map.of("note", before + secret + after));
        assertThat(redacted.metadata().get("note")).isEqualTo(before + rule.placeholder() + after);
        assertThat(redacted.counts()).isEqualTo(Map.of(rule, 1));
        assertThat(redactor.clean(redacted.metadata()).unchanged()).isTrue();
    }

    private void assertClean(String text) {
        assertThat(clean("note", text)).isEqualTo(text);
    }

    private @Nullable String clean(String key, String value) {
        return redactor.clean(Map.of(key, value)).metadata().get(key);
    }
}
