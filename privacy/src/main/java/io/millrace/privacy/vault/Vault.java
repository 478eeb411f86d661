package io.millrace.privacy.vault;

import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKey;
import java.util.List;
import java.util.Optional;

/** Where the data keys of subjects are, each wrapped under a master key. Thread-safe. */
public interface Vault {
    /** The token and key of a subject; empty where it never had one, or no longer has. */
    Optional<SubjectKey> find(Subject subject);

    /** The same for each of them, in their order; one that has none is given one. */
    List<SubjectKey> resolve(List<Subject> subjects);

    /**
     * Takes away the key, and what led from the pseudonym to the token: from now on nobody can read what was sealed under it,
     * and whoever is resolved by the same pseudonym later is somebody new. Clients may hold a key for as long as their cache.
     *
     * @return false where the subject has none, so that it may be asked again
     */
    boolean destroy(Subject subject);
}
