package io.millrace.client.sealing;

import io.millrace.client.Call;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.sealing.PersonalValues;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.DecisionReference;
import io.millrace.schemas.usage.Personal;
import io.millrace.schemas.usage.Usage;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a record says of persons by tokens and seals the rest under the key of whom it is about: the user, where there is
 * none the address, where there is neither the workspace. What has no key yet is left out, and its key asked for. Thread-safe;
 * waits for nothing.
 */
public final class Sealer implements AutoCloseable {
    private final Set<String> clearMetadata;
    private final KeyFetcher fetcher;
    private final SubjectKeys keys;
    private final SecureRandom nonces = new SecureRandom();
    private final LongAdder sealed = new LongAdder();
    private final LongAdder withheld = new LongAdder();

    private Sealer(SealingSettings settings, KeySource source, Clock clock) {
        this.clearMetadata = settings.clearMetadata();
        this.fetcher = new KeyFetcher(settings, source, clock);
        this.keys = fetcher.keys();
    }

    /**
     * Starts the thread that fetches keys from the vault of the settings.
     *
     * @throws io.millrace.schemas.error.MillraceException when the certificates of the settings cannot be used
     */
    public static Sealer start(SealingSettings settings, Clock clock) {
        return start(settings, new VaultHttp(settings.vault()), clock);
    }

    /** The same with keys from elsewhere. */
    public static Sealer start(SealingSettings settings, KeySource source, Clock clock) {
        Sealer sealer = new Sealer(settings, source, clock);
        sealer.fetcher.start();
        return sealer;
    }

    /** The record as it may leave the gateway. */
    public Usage seal(Usage usage) {
        Attribution by = usage.attribution();
        Known known = known(by.workspaceId(), by.userPseudonym(), by.clientIpPseudonym());
        Map<String, String> clear = usage.metadata().isEmpty() ? Map.of() : metadata(usage, true);
        PersonalValues values = new PersonalValues(
                by.sessionId(), clear.size() == usage.metadata().size() ? Map.of() : metadata(usage, false));
        SubjectKey holder = values.isEmpty() ? null : known.holder();
        String session = by.sessionId() == null || holder == null ? null : holder.session(by.sessionId());
        Personal personal =
                holder == null ? null : holder.seal(usage.eventId(), by.workspaceId(), values, nonces);
        DecisionReference decision = decision(usage.decision(), by, known, session);
        boolean whole = known.isWhole() && (values.isEmpty() || holder != null) && (decision == null) == (usage.decision() == null);
        (whole ? sealed : withheld).increment();
        return usage.withPersonal(attribution(by, known, session), decision, clear, personal);
    }

    /** The call as decisions know it; scopes of whom no key is here yet are left out, and their keys asked for. */
    public Call sealed(Call call) {
        String user = valueOf(call, Dimension.USER);
        String address = valueOf(call, Dimension.CLIENT_IP);
        String session = valueOf(call, Dimension.SESSION);
        Known known = known(call.workspaceId(), user, address);
        SubjectKey holder = known.holder();
        if (user == null && address == null && session == null) {
            return call;
        }
        Call.Builder builder = Call.of(call.workspaceId());
        for (Scope scope : call.scopes()) {
            builder.with(scope.dimension(), switch (scope.dimension()) {
                case USER -> token(known.user);
                case CLIENT_IP -> token(known.address);
                case SESSION -> holder == null ? null : holder.session(scope.value());
                default -> scope.value();
            });
        }
        return builder.build();
    }

    /** The token of a subject, for whoever looks up its decisions; null where it is not here yet, and then it is asked for. */
    public @Nullable String token(Subject subject) {
        return token(keys.get(subject));
    }

    public SealingCounters counters() {
        return fetcher.counters(sealed.sum(), withheld.sum());
    }

    /** Fetches no more; what is published from now on goes by the keys that are here. */
    @Override
    public void close() {
        fetcher.close();
    }

    /**
     * The keys of one record or call; each null where it is not here, or there is nobody.
     *
     * @param holder of whom the session and the metadata are
     */
    private record Known(
            @Nullable SubjectKey user,
            @Nullable SubjectKey address,
            @Nullable SubjectKey holder,
            boolean isWhole) {}

    private Known known(String workspaceId, @Nullable String user, @Nullable String address) {
        SubjectKey ofUser = user == null ? null : keys.get(Subject.user(workspaceId, user));
        SubjectKey ofAddress = address == null ? null : keys.get(Subject.clientIp(workspaceId, address));
        boolean whole = (user == null) == (ofUser == null) && (address == null) == (ofAddress == null);
        if (user != null) {
            return new Known(ofUser, ofAddress, ofUser, whole);
        }
        return new Known(
                ofUser, ofAddress, address == null ? keys.get(Subject.workspace(workspaceId)) : ofAddress, whole);
    }

    private Map<String, String> metadata(Usage usage, boolean clear) {
        if (clear && clearMetadata.isEmpty()) {
            return Map.of();
        }
        Map<String, String> some = new HashMap<>(usage.metadata());
        some.keySet().removeIf(key -> clearMetadata.contains(key) != clear);
        return some;
    }

    private static Attribution attribution(Attribution by, Known known, @Nullable String session) {
        return new Attribution(
                by.workspaceId(),
                by.teamId(),
                token(known.user),
                by.apiKeyId(),
                by.keyKind(),
                token(known.address),
                by.feature(),
                by.environment(),
                session,
                by.sourceLabel());
    }

    /** A decision on a person is one on the token, and was made by it or is of the person of this record; another goes. */
    private static @Nullable DecisionReference decision(
            @Nullable DecisionReference given, Attribution by, Known known, @Nullable String session) {
        if (given == null) {
            return null;
        }
        return switch (given.dimension()) {
            case USER -> on(given, by.userPseudonym(), token(known.user));
            case CLIENT_IP -> on(given, by.clientIpPseudonym(), token(known.address));
            case SESSION -> on(given, by.sessionId(), session);
            default -> given;
        };
    }

    private static @Nullable DecisionReference on(
            DecisionReference given, @Nullable String raw, @Nullable String token) {
        boolean same = given.value().equals(token) || given.value().equals(raw);
        return same && token != null ? new DecisionReference(given.dimension(), token, given.version()) : null;
    }

    private static @Nullable String token(@Nullable SubjectKey key) {
        return key == null ? null : key.token();
    }

    private static @Nullable String valueOf(Call call, Dimension dimension) {
        for (Scope scope : call.scopes()) {
            if (scope.dimension() == dimension) {
                return scope.value();
            }
        }
        return null;
    }
}
