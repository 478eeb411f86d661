package io.millrace.schemas.serde;

import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.serde.RegistryException.Fault;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Asks the registry for its level of compatibility, so that who is not let in hears it at the start. One that does not answer is left
 * for later: whoever needs a schema waits for it. Stateless.
 */
public final class RegistryProbe {
    private RegistryProbe() {}

    /** @throws MillraceException of kind USER when it refuses the credentials, or is not believed */
    public static void require(RegistryAccess access) {
        Map<String, String> properties = new HashMap<>(access.properties());
        properties.put(SerdeConfig.PREFIX + SerdeConfig.RETRIES, "0");
        try {
            RestSchemaRegistry.of(properties).requireAnswer();
        } catch (RegistryException e) {
            if (e.fault() == Fault.UNAUTHORIZED || isTls(e)) {
                throw new MillraceException(ErrorKind.USER, "REGISTRY_ACCESS", String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static boolean isTls(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }
}
