package io.millrace.privacy.subject;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import org.jspecify.annotations.Nullable;

/**
 * What a correction says of a user's calls.
 *
 * @param user pseudonym of the user they were of; null leaves it
 * @param team team they were of; null leaves it
 */
public record Change(@Nullable String user, @Nullable String team) {
    public Change {
        Require.pseudonymOrNull("correction.user", user);
        Require.identifierOrNull("correction.team", team);
        if (user == null && team == null) {
            throw Expected.illegal("correction", "nothing", "another user, another team, or both");
        }
    }
}
