package io.millrace.client.redaction;

import java.util.Locale;
import java.util.Optional;

/** What a secret was told by: the forms that issuers give their secrets, as far as they are known. */
public enum Rule {
    /** {@code sk-…}, with proj, svcacct and admin; also others that took the form, such as DeepSeek and LiteLLM. */
    OPENAI_KEY,
    ANTHROPIC_KEY,
    OPENROUTER_KEY,
    /** {@code AIza…} and {@code AQ.…}. */
    GOOGLE_KEY,
    /** OAuth: {@code ya29.…} access tokens and {@code GOCSPX-…} client secrets. */
    GOOGLE_OAUTH,
    /** {@code AKIA…} and its kin: no secret by itself, but it names one. */
    AWS_ACCESS_KEY_ID,
    /** 40 characters of base64 behind an access key id, or where the text speaks of an AWS secret or key. */
    AWS_SECRET_KEY,
    /** {@code ABSK…}. */
    AWS_BEDROCK_KEY,
    /** 84 characters with the marker of the issuer, or 32 hex digits where the text speaks of an Azure key. */
    AZURE_KEY,
    /** Entra client secrets: {@code …Q~…}. */
    AZURE_CLIENT_SECRET,
    HUGGING_FACE_TOKEN,
    GROQ_KEY,
    XAI_KEY,
    PERPLEXITY_KEY,
    REPLICATE_TOKEN,
    NVIDIA_KEY,
    CEREBRAS_KEY,
    FIREWORKS_KEY,
    TOGETHER_KEY,
    LANGSMITH_KEY,
    DATABRICKS_TOKEN,
    /** 32 characters where the text speaks of a Mistral key. */
    MISTRAL_KEY,
    /** 40 characters where the text speaks of a Cohere key. */
    COHERE_KEY,
    /** Live, test and restricted secret keys; publishable keys are public. */
    STRIPE_KEY,
    STRIPE_WEBHOOK_SECRET,
    /** Classic and fine-grained. */
    GITHUB_TOKEN,
    GITLAB_TOKEN,
    SLACK_TOKEN,
    NPM_TOKEN,
    PYPI_TOKEN,
    SENDGRID_KEY,
    DIGITALOCEAN_TOKEN,
    VAULT_TOKEN,
    /** The value of a Bearer or Basic authorization. */
    AUTHORIZATION,
    /** PEM private keys, and age identities. */
    PRIVATE_KEY,
    /** Signed (three parts) and encrypted (five parts). */
    JWT,
    /** User and password of {@code scheme://user:password@host}. */
    CONNECTION_STRING,
    /** What stands behind a name such as password, secret or api_key: in a key, or in a text as {@code name=value}. */
    NAMED_SECRET,
    /** 13 to 19 digits with an issuer's prefix, its length and a right check digit (ISO/IEC 7812). */
    CARD_NUMBER,
    /** United States social security numbers with a possible area, group and serial. */
    SSN,
    /** What was asked or answered, in metadata: a text under a key such as prompt, or messages of a chat interface. */
    CONTENT,
    /** An identifier of more than 1024 characters. */
    OVERSIZE;

    private static final String OPEN = "[redacted:";

    private final String placeholder = OPEN + name().toLowerCase(Locale.ROOT) + ']';

    /** What stands in the place of the value: {@code [redacted:<rule>]}. */
    public String placeholder() {
        return placeholder;
    }

    /** The name in settings and metrics, lower snake case. */
    public String id() {
        return placeholder.substring(OPEN.length(), placeholder.length() - 1);
    }

    /** The rule of an id; empty where there is none. */
    public static Optional<Rule> of(String id) {
        for (Rule rule : values()) {
            if (rule.id().equals(id)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** True at a placeholder, so that what was redacted once is not redacted again. */
    static boolean placeholderAt(String text, int start) {
        return text.startsWith(OPEN, start);
    }
}
