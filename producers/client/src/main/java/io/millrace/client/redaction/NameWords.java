package io.millrace.client.redaction;

/** What a word does to the meaning of a name, as bits: some words do several things. Case does not matter. */
final class NameWords {
    /** By itself the name of a secret. */
    static final int SECRET = 1;
    /** A secret, or one token of a text. */
    static final int TOKEN = 1 << 1;
    /** A count of tokens, unless a qualifier says which. */
    static final int TOKENS = 1 << 2;
    /** A secret behind a qualifier. */
    static final int KEY = 1 << 3;
    /** Says that a key is a secret. */
    static final int KEY_QUALIFIER = 1 << 4;
    /** Says that tokens are secrets. */
    static final int TOKEN_QUALIFIER = 1 << 5;
    /** Says that a token is one of a text. */
    static final int COUNTED = 1 << 6;
    /** Behind a secret's name: a property of it, not the secret. */
    static final int PROPERTY = 1 << 7;
    /** A social security number. */
    static final int SSN = 1 << 8;

    private static final int SLOTS = 1024;
    private static final String[] WORDS = new String[SLOTS];
    private static final short[] MEANINGS = new short[SLOTS];

    static {
        add(SECRET, "password passwd passphrase passcode passwort pwd secret secrets credential credentials creds");
        add(SECRET, "apikey apikeys authorization auth cookie cookies jwt bearer cvv cvc mnemonic passkey otp sig");
        add(SECRET, "privatekey secretkey accesskey accountkey sharedaccesskey encryptionkey signingkey clientsecret");
        add(SECRET, "apisecret dbpassword userpassword pgpassword authtoken accesstoken refreshtoken sessiontoken");
        add(SECRET, "apitoken idtoken bearertoken");
        add(TOKEN, "token");
        add(TOKENS, "tokens");
        add(KEY, "key keys");
        add(
                KEY_QUALIFIER,
                "api access secret private account signing encryption master service shared subscription ssh");
        add(
                KEY_QUALIFIER,
                "auth webhook storage admin deploy license hmac jwt openai anthropic claude google gemini aws");
        add(KEY_QUALIFIER, "azure mistral cohere groq xai deepseek openrouter perplexity replicate huggingface stripe");
        add(
                TOKEN_QUALIFIER,
                "api access secret private auth bearer refresh session id personal github gitlab slack npm");
        add(
                COUNTED,
                "max min input output prompt completion cached cache total first last stop eos bos pad sep unk mask");
        add(COUNTED, "reasoning next special per thinking budget num n count avg mean audio image text video vocab");
        add(
                PROPERTY,
                "id ids name names count counts type kind length len limit limits budget usage used policy expiry");
        add(PROPERTY, "expires expired expiration created updated at age ttl version rotation rotated present set");
        add(PROPERTY, "required enabled valid hint status state source provider alias label prefix fingerprint reset");
        add(
                PROPERTY,
                "url uri endpoint scope scopes manager arn ref path file index per rate latency cost price method");
        add(PROPERTY, "mode scheme");
        add(SSN, "ssn");
    }

    private NameWords() {}

    /** The bits of the word in [start, end); 0 for any other word. */
    static int of(String text, int start, int end) {
        int length = end - start;
        for (int slot = hash(text, start, end); WORDS[slot] != null; slot = (slot + 1) % SLOTS) {
            String word = WORDS[slot];
            if (word.length() == length && text.regionMatches(/* ignoreCase= */ true, start, word, 0, length)) {
                return MEANINGS[slot];
            }
        }
        return 0;
    }

    private static void add(int meaning, String words) {
        for (String word : words.split(" ", -1)) {
            int slot = hash(word, 0, word.length());
            while (WORDS[slot] != null && !WORDS[slot].equals(word)) {
                slot = (slot + 1) % SLOTS;
            }
            WORDS[slot] = word;
            MEANINGS[slot] |= (short) meaning;
        }
    }

    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + (text.charAt(i) | ' ');
        }
        return (hash ^ (hash >>> 10)) & (SLOTS - 1);
    }
}
