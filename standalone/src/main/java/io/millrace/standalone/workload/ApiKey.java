package io.millrace.standalone.workload;

import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;

/** One API key of a workspace; its weight is its share of the workspace's calls against the other keys. */
public record ApiKey(
        String id, KeyKind kind, CredentialMode credentialMode, String teamId, String environment, double weight) {}
