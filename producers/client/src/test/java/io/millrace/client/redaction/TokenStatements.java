package io.millrace.client.redaction;

import java.util.List;

/** The tokens with a fixed beginning, as their issuers are known to write them. */
final class TokenStatements {
    static final String LETTERS_DIGITS = "A-Za-z0-9";
    static final String BASE64 = "A-Za-z0-9+/";
    static final String BASE64_URL = "A-Za-z0-9_-";
    static final String DOTTED = "A-Za-z0-9_.-";
    static final String HEX = "A-Fa-f0-9";
    private static final String BASE32 = "A-Z2-7";

    /** Not within a word; an escape such as a backslash and n, or a percent sign and two hex digits, ends no word. */
    static final String OPENS = "(?:(?<![A-Za-z0-9])|(?<=\\\\[ntr])|(?<=%[0-9A-Fa-f]{2}))";

    private static final String ANY = "";
    /** A digit and a letter. */
    private static final String MIXED = "(?=[A-Za-z]*+[0-9])(?=[0-9]*+[A-Za-z])";
    /** Somewhere a piece of ten or more letters and digits, both among them; and no part of a longer name. */
    private static final String PIECE =
            "(?=(?:[A-Za-z0-9]*+[^A-Za-z0-9\\s])*?(?<![A-Za-z0-9])(?=[A-Za-z0-9]{10})(?=[A-Za-z]*+[0-9])(?=[0-9]*+[A-Za-z]))";

    /** One way to write a token; {@code min} characters of the set or more follow the beginning. */
    record Form(Rule rule, String prefix, String set, int min, String tail, String condition) {
        Statement statement() {
            boolean alone = condition.equals(PIECE);
            String before = alone ? "(?<![" + set.replace("A-Za-z0-9", "") + "])" : "";
            String within = alone ? "(?=[" + set + "]{" + min + "})" + piece() : condition;
            String token = OPENS + before + "\\Q" + prefix + "\\E" + within + tail;
            Statement statement = Statement.of(rule, "(?<s>" + token + ")");
            // Looked for at once, since most texts hold none.
            return new Statement(
                    rule, text -> text.contains(prefix) ? statement.spans().apply(text) : List.of());
        }

        /** The piece must be among the characters of the set. */
        private String piece() {
            return PIECE.replace("[^A-Za-z0-9\\s]", "[" + set.replace("A-Za-z0-9", "") + "]");
        }
    }

    static final List<Form> FORMS = List.of(
            form(Rule.ANTHROPIC_KEY, "sk-ant-", BASE64_URL, 32, PIECE),
            form(Rule.OPENROUTER_KEY, "sk-or-", BASE64_URL, 32, PIECE),
            form(Rule.OPENAI_KEY, "sk-", BASE64_URL, 20, PIECE),
            form(Rule.STRIPE_KEY, "sk_live_", LETTERS_DIGITS, 16, ANY),
            form(Rule.STRIPE_KEY, "sk_test_", LETTERS_DIGITS, 16, ANY),
            form(Rule.STRIPE_KEY, "rk_live_", LETTERS_DIGITS, 16, ANY),
            form(Rule.STRIPE_KEY, "rk_test_", LETTERS_DIGITS, 16, ANY),
            form(Rule.STRIPE_WEBHOOK_SECRET, "whsec_", BASE64, 24, ANY),
            form(Rule.GOOGLE_KEY, "AIza", BASE64_URL, 35, ANY),
            form(Rule.GOOGLE_KEY, "AQ.", BASE64_URL, 40, PIECE),
            form(Rule.GOOGLE_OAUTH, "ya29.", BASE64_URL, 20, ANY),
            form(Rule.GOOGLE_OAUTH, "GOCSPX-", BASE64_URL, 28, ANY),
            accessKeyId("AKIA"),
            accessKeyId("ASIA"),
            accessKeyId("ACCA"),
            accessKeyId("ABIA"),
            form(Rule.AWS_BEDROCK_KEY, "ABSK", BASE64, 64, ANY),
            form(Rule.HUGGING_FACE_TOKEN, "hf_", LETTERS_DIGITS, 30, ANY),
            form(Rule.GROQ_KEY, "gsk_", LETTERS_DIGITS, 40, ANY),
            form(Rule.XAI_KEY, "xai-", BASE64_URL, 40, PIECE),
            form(Rule.PERPLEXITY_KEY, "pplx-", LETTERS_DIGITS, 40, ANY),
            form(Rule.REPLICATE_TOKEN, "r8_", LETTERS_DIGITS, 37, ANY),
            form(Rule.NVIDIA_KEY, "nvapi-", BASE64_URL, 60, ANY),
            form(Rule.CEREBRAS_KEY, "csk-", LETTERS_DIGITS, 40, ANY),
            form(Rule.FIREWORKS_KEY, "fw_", LETTERS_DIGITS, 22, MIXED),
            form(Rule.TOGETHER_KEY, "tgp_v1_", BASE64_URL, 40, ANY),
            form(Rule.LANGSMITH_KEY, "lsv2_pt_", BASE64_URL, 40, ANY),
            form(Rule.LANGSMITH_KEY, "lsv2_sk_", BASE64_URL, 40, ANY),
            form(Rule.DATABRICKS_TOKEN, "dapi", HEX, 32, ANY),
            form(Rule.GITHUB_TOKEN, "github_pat_", BASE64_URL, 36, ANY),
            form(Rule.GITHUB_TOKEN, "ghp_", LETTERS_DIGITS, 36, ANY),
            form(Rule.GITHUB_TOKEN, "gho_", LETTERS_DIGITS, 36, ANY),
            form(Rule.GITHUB_TOKEN, "ghu_", LETTERS_DIGITS, 36, ANY),
            form(Rule.GITHUB_TOKEN, "ghs_", LETTERS_DIGITS, 36, ANY),
            form(Rule.GITHUB_TOKEN, "ghr_", LETTERS_DIGITS, 36, ANY),
            form(Rule.GITLAB_TOKEN, "glpat-", DOTTED, 20, ANY),
            form(Rule.GITLAB_TOKEN, "gldt-", BASE64_URL, 20, ANY),
            form(Rule.GITLAB_TOKEN, "glrt-", BASE64_URL, 20, ANY),
            form(Rule.GITLAB_TOKEN, "glcbt-", BASE64_URL, 20, ANY),
            form(Rule.GITLAB_TOKEN, "glptt-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxb-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxp-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxa-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxe-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxe.xox", DOTTED, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxr-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xoxs-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "xapp-", BASE64_URL, 20, ANY),
            form(Rule.SLACK_TOKEN, "hooks.slack.com/services/", BASE64, 30, ANY),
            form(Rule.NPM_TOKEN, "npm_", LETTERS_DIGITS, 36, ANY),
            form(Rule.PYPI_TOKEN, "pypi-", BASE64_URL, 50, ANY),
            form(Rule.SENDGRID_KEY, "SG.", DOTTED, 60, PIECE),
            form(Rule.DIGITALOCEAN_TOKEN, "dop_v1_", HEX, 64, ANY),
            form(Rule.VAULT_TOKEN, "hvs.", BASE64_URL, 24, PIECE),
            form(Rule.PRIVATE_KEY, "AGE-SECRET-KEY-1", LETTERS_DIGITS, 58, ANY));

    private TokenStatements() {}

    /** All characters that follow belong to the token, and the padding where base64 has one. */
    private static Form form(Rule rule, String prefix, String set, int min, String condition) {
        String padding = set.equals(BASE64) || set.equals(BASE64_URL) ? "={0,2}" : "";
        return new Form(rule, prefix, set, min, "[" + set + "]{" + min + ",}+" + padding, condition);
    }

    private static Form accessKeyId(String prefix) {
        String tail = "[" + BASE32 + "]{16}(?![" + BASE32 + "])";
        return new Form(Rule.AWS_ACCESS_KEY_ID, prefix, BASE32, 16, tail, ANY);
    }
}
