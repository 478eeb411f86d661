-- Who released a frozen top-up says why.
ALTER TABLE topup
    ADD COLUMN released_at    timestamptz,
    ADD COLUMN release_reason text,
    ADD CONSTRAINT topup_released CHECK ((released_at IS NULL) = (release_reason IS NULL));
