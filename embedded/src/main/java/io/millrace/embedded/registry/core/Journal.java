package io.millrace.embedded.registry.core;

import java.util.List;

/** Where changes are kept before they count. */
public interface Journal {
    /** Everything written so far, in order. */
    List<RegistryChange> read();

    /**
     * Returns when all changes are kept for good.
     *
     * @throws RegistryException with {@link RegistryError#STORE_FAILED} when that is not known
     */
    void append(List<RegistryChange> changes);
}
