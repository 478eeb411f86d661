package io.millrace.standalone.service;

import io.millrace.schemas.config.ConfigReader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Settings as variables: MILLRACE_REGISTRY_HTTP_PORT sets http.port of the service registry. */
final class Variables {
    private Variables() {}

    static ConfigReader of(String service, Map<String, String> environment) {
        String prefix = "MILLRACE_" + service.toUpperCase(Locale.ROOT) + "_";
        Map<String, String> values = new HashMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(prefix)) {
                String key = variable.substring(prefix.length());
                values.put(key.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return new ConfigReader(values);
    }
}
