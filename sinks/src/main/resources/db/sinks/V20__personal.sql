-- What gateways seal of a call: session and metadata under the key of a subject, which the vault of privacy has. No view shows them.
alter table usage_event
    -- Token of whose key they are sealed under; the pseudonym columns hold tokens of the same form then.
    add column personal_subject text,
    -- Nonce, AES-256-GCM ciphertext and tag, bound to event id, workspace and token.
    add column personal bytea;
