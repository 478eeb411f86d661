package io.millrace.standalone.workload;

import io.millrace.schemas.usage.Attribution;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Who calls what, and what for. */
record Caller(Tenant tenant, ApiKey key, Feature feature, ModelProfile model) {
    private static final double SESSION_SHARE = 0.4;
    private static final double ADDRESS_SHARE = 0.5;

    /** Anybody of the cast, or the actor of a burst for its share of the calls. */
    static Caller draw(Cast cast, Rhythm.@Nullable Burst burst, SplittableRandom random) {
        if (burst != null && random.nextDouble() < burst.share()) {
            return of(burst.tenant(), burst.key(), random);
        }
        Tenant tenant = cast.draw(random);
        return of(tenant, tenant.drawKey(random), random);
    }

    /** Somebody of the tenant who talks to a chat model; to one with a cache where tokens were cached. */
    static Caller drawText(Tenant tenant, boolean cached, SplittableRandom random) {
        ApiKey key = tenant.drawKey(random);
        Feature drawn = tenant.drawFeature(random);
        Feature feature = drawn.isText() ? drawn : Feature.ASSISTANT;
        ModelProfile model = tenant.drawModel(random);
        boolean fits = !cached || model.cache() != CacheStyle.NONE;
        return new Caller(tenant, key, feature, fits ? model : ModelProfile.CACHING);
    }

    boolean batch() {
        return feature == Feature.NIGHTLY_REPORT && model.batch();
    }

    Attribution attribution(SplittableRandom random) {
        return new Attribution(
                tenant.id(),
                key.teamId(),
                tenant.drawUser(random),
                key.id(),
                key.kind(),
                random.nextDouble() < ADDRESS_SHARE ? tenant.drawAddress(random) : null,
                feature.id,
                key.environment(),
                random.nextDouble() < SESSION_SHARE ? tenant.drawSession(random) : null,
                null);
    }

    private static Caller of(Tenant tenant, ApiKey key, SplittableRandom random) {
        Feature feature = tenant.drawFeature(random);
        ModelProfile model = switch (feature) {
            case EMBEDDING -> ModelProfile.EMBEDDING;
            case VOICE -> ModelProfile.VOICE;
            default -> tenant.drawModel(random);
        };
        return new Caller(tenant, key, feature, model);
    }
}
