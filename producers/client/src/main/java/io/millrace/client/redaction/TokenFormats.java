package io.millrace.client.redaction;

import static io.millrace.client.redaction.Alphabet.ALPHANUMERIC;
import static io.millrace.client.redaction.Alphabet.BASE32;
import static io.millrace.client.redaction.Alphabet.BASE64;
import static io.millrace.client.redaction.Alphabet.BASE64_URL;
import static io.millrace.client.redaction.Alphabet.DOTTED;
import static io.millrace.client.redaction.Alphabet.HEX;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens with a fixed beginning, grouped by their first two characters. Lengths are the shortest that are issued. */
final class TokenFormats {
    /** Within a group the longer prefix comes first. */
    static final List<TokenFormat> ALL = List.of(
            TokenFormat.of(Rule.ANTHROPIC_KEY, "sk-ant-", BASE64_URL, 32).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.OPENROUTER_KEY, "sk-or-", BASE64_URL, 32).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.OPENAI_KEY, "sk-", BASE64_URL, 20).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.STRIPE_KEY, "sk_live_", ALPHANUMERIC, 16),
            TokenFormat.of(Rule.STRIPE_KEY, "sk_test_", ALPHANUMERIC, 16),
            TokenFormat.of(Rule.STRIPE_KEY, "rk_live_", ALPHANUMERIC, 16),
            TokenFormat.of(Rule.STRIPE_KEY, "rk_test_", ALPHANUMERIC, 16),
            TokenFormat.of(Rule.STRIPE_WEBHOOK_SECRET, "whsec_", BASE64, 24),
            TokenFormat.of(Rule.GOOGLE_KEY, "AIza", BASE64_URL, 35),
            TokenFormat.of(Rule.GOOGLE_KEY, "AQ.", BASE64_URL, 40).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.GOOGLE_OAUTH, "ya29.", BASE64_URL, 20),
            TokenFormat.of(Rule.GOOGLE_OAUTH, "GOCSPX-", BASE64_URL, 28),
            TokenFormat.exactly(Rule.AWS_ACCESS_KEY_ID, "AKIA", BASE32, 16),
            TokenFormat.exactly(Rule.AWS_ACCESS_KEY_ID, "ASIA", BASE32, 16),
            TokenFormat.exactly(Rule.AWS_ACCESS_KEY_ID, "ACCA", BASE32, 16),
            TokenFormat.exactly(Rule.AWS_ACCESS_KEY_ID, "ABIA", BASE32, 16),
            TokenFormat.of(Rule.AWS_BEDROCK_KEY, "ABSK", BASE64, 64),
            TokenFormat.of(Rule.HUGGING_FACE_TOKEN, "hf_", ALPHANUMERIC, 30),
            TokenFormat.of(Rule.GROQ_KEY, "gsk_", ALPHANUMERIC, 40),
            TokenFormat.of(Rule.XAI_KEY, "xai-", BASE64_URL, 40).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.PERPLEXITY_KEY, "pplx-", ALPHANUMERIC, 40),
            TokenFormat.of(Rule.REPLICATE_TOKEN, "r8_", ALPHANUMERIC, 37),
            TokenFormat.of(Rule.NVIDIA_KEY, "nvapi-", BASE64_URL, 60),
            TokenFormat.of(Rule.CEREBRAS_KEY, "csk-", ALPHANUMERIC, 40),
            TokenFormat.of(Rule.FIREWORKS_KEY, "fw_", ALPHANUMERIC, 22).with(Shape.MIXED),
            TokenFormat.of(Rule.TOGETHER_KEY, "tgp_v1_", BASE64_URL, 40),
            TokenFormat.of(Rule.LANGSMITH_KEY, "lsv2_pt_", BASE64_URL, 40),
            TokenFormat.of(Rule.LANGSMITH_KEY, "lsv2_sk_", BASE64_URL, 40),
            TokenFormat.of(Rule.DATABRICKS_TOKEN, "dapi", HEX, 32),
            TokenFormat.of(Rule.GITHUB_TOKEN, "github_pat_", BASE64_URL, 36),
            TokenFormat.of(Rule.GITHUB_TOKEN, "ghp_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.GITHUB_TOKEN, "gho_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.GITHUB_TOKEN, "ghu_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.GITHUB_TOKEN, "ghs_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.GITHUB_TOKEN, "ghr_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.GITLAB_TOKEN, "glpat-", DOTTED, 20),
            TokenFormat.of(Rule.GITLAB_TOKEN, "gldt-", BASE64_URL, 20),
            TokenFormat.of(Rule.GITLAB_TOKEN, "glrt-", BASE64_URL, 20),
            TokenFormat.of(Rule.GITLAB_TOKEN, "glcbt-", BASE64_URL, 20),
            TokenFormat.of(Rule.GITLAB_TOKEN, "glptt-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxb-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxp-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxa-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxe-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxe.xox", DOTTED, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxr-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xoxs-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "xapp-", BASE64_URL, 20),
            TokenFormat.of(Rule.SLACK_TOKEN, "hooks.slack.com/services/", BASE64, 30),
            TokenFormat.of(Rule.NPM_TOKEN, "npm_", ALPHANUMERIC, 36),
            TokenFormat.of(Rule.PYPI_TOKEN, "pypi-", BASE64_URL, 50),
            TokenFormat.of(Rule.SENDGRID_KEY, "SG.", DOTTED, 60).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.DIGITALOCEAN_TOKEN, "dop_v1_", HEX, 64),
            TokenFormat.of(Rule.VAULT_TOKEN, "hvs.", BASE64_URL, 24).with(Shape.MIXED_RUN),
            TokenFormat.of(Rule.PRIVATE_KEY, "AGE-SECRET-KEY-1", ALPHANUMERIC, 58));

    /** Groups, in the order their pairs first appear in {@link #ALL}. */
    static final List<String> PAIRS;

    private static final TokenFormat[][] GROUPS;

    static {
        Map<String, List<TokenFormat>> groups = new LinkedHashMap<>();
        ALL.forEach(format -> groups.computeIfAbsent(format.prefix().substring(0, 2), pair -> new ArrayList<>())
                .add(format));
        PAIRS = List.copyOf(groups.keySet());
        GROUPS = groups.values().stream()
                .map(formats -> formats.toArray(TokenFormat[]::new))
                .toArray(TokenFormat[][]::new);
    }

    private TokenFormats() {}

    /** The token of a group that begins at the position. */
    static long at(String text, int start, int group) {
        for (TokenFormat format : GROUPS[group]) {
            long match = format.at(text, start);
            if (match != Match.NONE) {
                return match;
            }
        }
        return Match.NONE;
    }
}
