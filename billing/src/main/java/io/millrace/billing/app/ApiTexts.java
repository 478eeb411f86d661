package io.millrace.billing.app;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.api.KeyHashes;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of the API out of texts such as {@code api.port}. */
final class ApiTexts {
    private static final String PEPPER = "api.key.pepper";

    private ApiTexts() {}

    /** Problems are the reader's to report. */
    static ApiSettings read(ConfigReader reader) {
        String host = reader.text("api.host", ApiSettings.LOOPBACK);
        int port = reader.integer("api.port", ApiSettings.OFF_PORT, ApiSettings.OFF_PORT, ApiSettings.PORT_MAX);
        int rate = reader.integer("api.requests.per.second", ApiSettings.REQUESTS_DEFAULT, 1, ApiSettings.REQUESTS_MAX);
        List<Secret> peppers = Stream.of(PEPPER, "api.key.pepper.previous")
                .map(reader::optionalSecret)
                .flatMap(Optional::stream)
                .toList();
        boolean tooShort = peppers.stream().anyMatch(pepper -> pepper.reveal().length() < KeyHashes.PEPPER_LENGTH_MIN);
        if (tooShort || (port != ApiSettings.OFF_PORT && !reader.given(PEPPER))) {
            String rule = "a secret of " + KeyHashes.PEPPER_LENGTH_MIN + " characters or more, where api.port is set";
            reader.problem(Expected.message(PEPPER, tooShort ? "too short" : "missing", rule));
            return ApiSettings.OFF;
        }
        return new ApiSettings(host, port, peppers, rate);
    }
}
