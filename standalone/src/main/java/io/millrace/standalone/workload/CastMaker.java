package io.millrace.standalone.workload;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.billing.WorkspaceStatus;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.standalone.trace.Draws;
import io.millrace.standalone.workload.Tenant.People;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the cast: 40 workspaces by Zipf's law, with 1 to 8 keys, teams, users, features and favourite models of their
 * own. Names, ranks, zones and plans are the same for every seed; who uses what comes from the seed.
 */
final class CastMaker {
    private static final List<String> NAMES = List.of(
            "northwind",
            "bluebird",
            "harbor",
            "trialhorse",
            "lumen",
            "quarry",
            "saffron",
            "meridian",
            "juniper",
            "cobalt",
            "orchard",
            "tidewater",
            "foundry",
            "larkspur",
            "granite",
            "willow",
            "beacon",
            "sequoia",
            "marigold",
            "summit",
            "cedar",
            "ember",
            "glacier",
            "heron",
            "indigo",
            "jasper",
            "kestrel",
            "lagoon",
            "mosaic",
            "nimbus",
            "onyx",
            "pebble",
            "quill",
            "raven",
            "sable",
            "thistle",
            "umber",
            "violet",
            "wren",
            "zephyr");
    private static final List<ZoneId> ZONES = Stream.of(
                    "UTC",
                    "America/New_York",
                    "Europe/Berlin",
                    "America/Los_Angeles",
                    "Asia/Tokyo",
                    "Europe/London",
                    "Asia/Kolkata",
                    "Australia/Sydney")
            .map(ZoneId::of)
            .toList();
    private static final List<String> ENVIRONMENTS =
            List.of("production", "production", "production", "staging", "development");
    /** In parts per million of the cost; 0 is drawn nothing. */
    private static final List<Long> MARKUPS = List.of(1_000_000L, 1_150_000L, 1_200_000L, 1_000_000L, 1_075_000L);

    private static final double ZIPF = 0.9;
    private static final int KEYS_MAX = 8;
    private static final int TEAMS_MAX = 5;
    private static final int SESSIONS = 64;
    private static final int ADDRESSES = 24;
    private static final long CAST = 0x0CA5_70CA_570C_A570L;

    private CastMaker() {}

    static Cast make(long seed) {
        List<Tenant> tenants = new ArrayList<>();
        for (int rank = 0; rank < NAMES.size(); rank++) {
            tenants.add(tenant(rank, new SplittableRandom(Draws.mix(seed ^ CAST, rank))));
        }
        return new Cast(tenants);
    }

    private static Tenant tenant(int rank, SplittableRandom random) {
        String id = NAMES.get(rank);
        int users = 4 + random.nextInt(12) + 120 / (rank + 1);
        People people = new People(
                pseudonyms("demo-user", users, random),
                numbered(id + "-session-", SESSIONS),
                pseudonyms("demo-address", ADDRESSES, random));
        return new Tenant(
                workspace(rank, id),
                1 / StrictMath.pow(rank + 1, ZIPF),
                keys(rank, id, random),
                some(ModelProfile.CHAT, 3 + random.nextInt(3), random),
                features(rank, random),
                people);
    }

    /** Prepaid is every third rank, that of the charged among them. */
    private static Workspace workspace(int rank, String id) {
        boolean prepaid = rank % 3 == Role.CHARGED.rank();
        return new Workspace(
                id,
                rank < 6 ? "enterprise" : rank < 20 ? "team" : "starter",
                ZONES.get(rank % ZONES.size()),
                WorkspaceStatus.ACTIVE,
                prepaid ? BillingMode.PREPAID : BillingMode.POSTPAID,
                MARKUPS.get(rank % MARKUPS.size()),
                0,
                Money.ZERO,
                rank % 7 != 6,
                "standard");
    }

    private static List<ApiKey> keys(int rank, String id, SplittableRandom random) {
        int teams = 1 + random.nextInt(TEAMS_MAX);
        int count = rank <= Role.BLOCKED.rank() ? 4 + random.nextInt(KEYS_MAX - 3) : 1 + random.nextInt(KEYS_MAX);
        List<ApiKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean own = rank > Role.BLOCKED.rank() && i > 0 && random.nextInt(8) == 0;
            keys.add(new ApiKey(
                    id + "-key-" + (i + 1),
                    keyKind(rank, i),
                    own ? CredentialMode.BRING_YOUR_OWN : CredentialMode.PLATFORM,
                    id + "-team-" + (1 + i % teams),
                    i == 0 ? "production" : ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size())),
                    1 / StrictMath.pow(i + 1, 1.1)));
        }
        return keys;
    }

    private static KeyKind keyKind(int rank, int index) {
        if (rank == Role.BLOCKED.rank() && index == 0) {
            return KeyKind.TRIAL;
        }
        return index % 3 == 2 ? KeyKind.SERVICE : KeyKind.STANDARD;
    }

    /** Those with a role use the features whose sizes differ least, so that their spend grows evenly. */
    private static List<Feature> features(int rank, SplittableRandom random) {
        if (rank <= Role.BLOCKED.rank()) {
            return List.of(Feature.ASSISTANT, Feature.KNOWLEDGE_SEARCH, Feature.SUMMARY, Feature.CLASSIFICATION);
        }
        return some(List.of(Feature.values()), 2 + random.nextInt(4), random);
    }

    private static <T> List<T> some(List<T> all, int count, SplittableRandom random) {
        List<T> left = new ArrayList<>(all);
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(left.remove(random.nextInt(left.size())));
        }
        return chosen;
    }

    /** Of the form that the contract asks for; nobody is behind them. */
    private static List<String> pseudonyms(String keyId, int count, SplittableRandom random) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return random.longs(count)
                .mapToObj(bits -> keyId + "." + encoder.encodeToString(digest(bits, Draws.mix(bits, count))))
                .toList();
    }

    private static byte[] digest(long high, long low) {
        byte[] digest = new byte[2 * Long.BYTES];
        ByteBuffer.wrap(digest).putLong(high).putLong(low);
        return digest;
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
