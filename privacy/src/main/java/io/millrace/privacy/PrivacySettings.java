package io.millrace.privacy;

import io.millrace.privacy.http.VaultDoorSettings;
import io.millrace.privacy.vault.Lookup;
import io.millrace.privacy.vault.MasterKeys;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;

/**
 * What the vault needs to know to start. Prints no secret.
 *
 * @param door where gateways ask
 * @param masters what data keys are wrapped under
 * @param lookup how subjects are found
 */
record PrivacySettings(
        String jdbcUrl, String user, Secret password, VaultDoorSettings door, MasterKeys masters, Lookup lookup) {

    /** @throws io.millrace.schemas.error.MillraceException with every problem of the texts */
    static PrivacySettings read(ConfigReader reader) {
        String jdbcUrl = reader.text("jdbc.url", null);
        String user = reader.text("jdbc.user", null);
        Secret password = reader.secret("jdbc.password");
        VaultDoorSettings door = VaultDoorSettings.read(reader);
        Secret masters = reader.secret("vault.master.keys");
        Secret lookup = reader.secret("vault.lookup.key");
        reader.finish();
        return new PrivacySettings(
                jdbcUrl, user, password, door, MasterKeys.of(masters), new Lookup(lookup));
    }
}
