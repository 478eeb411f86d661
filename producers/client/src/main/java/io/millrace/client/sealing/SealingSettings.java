package io.millrace.client.sealing;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.VaultAccess;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How personal fields are sealed. Immutable; prints no secret.
 *
 * @param vault where the keys come from
 * @param clearMetadata metadata keys whose entries are not sealed
 * @param cacheSubjects keys kept in memory, 100 to 10,000,000
 * @param cacheTtl how long a key is used after it was fetched, 1 s to 24 h: a destroyed one goes on sealing for as long
 */
public record SealingSettings(VaultAccess vault, Set<String> clearMetadata, int cacheSubjects, Duration cacheTtl) {
    public static final int CACHE_SUBJECTS_DEFAULT = 100_000;
    public static final Duration CACHE_TTL_DEFAULT = Duration.ofMinutes(5);

    private static final int CACHE_SUBJECTS_MIN = 100;
    private static final int CACHE_SUBJECTS_MAX = 10_000_000;
    private static final int TTL_MILLIS_MIN = 1_000;
    private static final int TTL_MILLIS_MAX = 24 * 60 * 60 * 1_000;

    public SealingSettings {
        clearMetadata = Set.copyOf(clearMetadata);
        if (cacheSubjects < CACHE_SUBJECTS_MIN || cacheSubjects > CACHE_SUBJECTS_MAX) {
            throw Expected.illegal(
                    "privacy.cache.subjects", cacheSubjects, CACHE_SUBJECTS_MIN + " to " + CACHE_SUBJECTS_MAX);
        }
        if (cacheTtl.toMillis() < TTL_MILLIS_MIN || cacheTtl.toMillis() > TTL_MILLIS_MAX) {
            throw Expected.illegal("privacy.cache.ttl", cacheTtl, "1 s to 24 h");
        }
    }

    /** Seals all metadata; 100,000 keys, each for 5 minutes. */
    public static SealingSettings with(VaultAccess vault) {
        return new SealingSettings(vault, Set.of(), CACHE_SUBJECTS_DEFAULT, CACHE_TTL_DEFAULT);
    }

    /** The same, with these metadata keys left clear. */
    public SealingSettings clear(Set<String> keys) {
        return new SealingSettings(vault, keys, cacheSubjects, cacheTtl);
    }

    /** The same, with keys used for another while. */
    public SealingSettings keeping(Duration ttl) {
        return new SealingSettings(vault, clearMetadata, cacheSubjects, ttl);
    }

    /**
     * Reads {@code privacy.vault.*} as {@link VaultAccess} does, {@code privacy.metadata.clear} (keys separated by commas),
     * {@code privacy.cache.subjects} and {@code privacy.cache.ttl.ms}; null where no vault is named, so that nothing is sealed.
     */
    public static @Nullable SealingSettings read(ConfigReader reader) {
        VaultAccess vault = VaultAccess.read(reader, "privacy.vault.").orElse(null);
        Set<String> clear = Arrays.stream(
                        reader.text("privacy.metadata.clear", "").split(",", -1))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        int subjects = reader.integer(
                "privacy.cache.subjects", CACHE_SUBJECTS_DEFAULT, CACHE_SUBJECTS_MIN, CACHE_SUBJECTS_MAX);
        int ttl = reader.integer(
                "privacy.cache.ttl.ms", (int) CACHE_TTL_DEFAULT.toMillis(), TTL_MILLIS_MIN, TTL_MILLIS_MAX);
        return vault == null ? null : new SealingSettings(vault, clear, subjects, Duration.ofMillis(ttl));
    }
}
